import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { AssetId } from '../../domain/ids.js';
import { csvWriter, lineageRows } from '../../exports/csv.js';
import { lineageGraphml } from '../../exports/graphml.js';
import { getAssets } from '../../read-models/assets/queries.js';
import { lineageLevels } from '../../read-models/lineage/levels.js';
import type { Queryable } from '../../read-models/queryable.js';
import { readAsset, readWhole } from '../arguments.js';
import { configOf, readDatabase, withConfig } from '../database.js';
import { checkNamed } from '../named-asset.js';
import { writeFileWhole } from '../output.js';

interface Options {
  readonly config?: string;
  readonly format: 'graphml' | 'csv';
  readonly direction: 'up' | 'down';
  readonly depth: number;
  readonly out?: string;
}

export function addExport(program: Command): void {
  const group = program.command('export').description('files for other tools');
  withConfig(group.command('lineage'))
    .description('the lineage of an asset, complete and of one moment')
    .argument('<asset>', 'CAIP-19 id', readAsset)
    .addOption(new Option('--format <format>', 'what to write').choices(['graphml', 'csv']).default('graphml'))
    .addOption(new Option('--direction <way>', 'to parents or to children').choices(['up', 'down']).default('up'))
    .option('--depth <n>', 'links from the asset at most', readWhole, 1_000)
    .option('--out <file>', 'where to write it (default: standard output)')
    .action(async (asset: AssetId, options: Options) => {
      await readDatabase(configOf(options).database, (db) => writeLineage(db, asset, options));
    });
}

async function writeLineage(db: Queryable, asset: AssetId, options: Options): Promise<void> {
  await checkNamed(db, asset);
  const levels = lineageLevels(db, asset, options.direction === 'up' ? 'UP' : 'DOWN', options.depth);
  const assetsOf = async (ids: readonly string[]) =>
    new Map((await getAssets(db, ids)).map((one) => [one.assetId as string, one]));
  const write = (target: Writable, ending: { readonly end: boolean }): Promise<void> =>
    options.format === 'csv'
      ? pipeline(Readable.from(lineageRows(levels, assetsOf)), csvWriter(), target, ending)
      : pipeline(Readable.from(lineageGraphml(levels, assetsOf)), target, ending);
  if (options.out) await writeFileWhole(options.out, (file) => write(file, { end: true }));
  // Standard output stays open for whoever comes after.
  else await write(process.stdout, { end: false });
}
