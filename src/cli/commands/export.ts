import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { AssetId } from '../../domain/ids.js';
import { csvWriter, lineageRows } from '../../exports/csv.js';
import { lineageGraphml } from '../../exports/graphml.js';
import { getAssets, getNamedAssets } from '../../read-models/assets/queries.js';
import { lineageLevels } from '../../read-models/lineage/levels.js';
import type { Queryable } from '../../read-models/queryable.js';
import { readAsset, readWhole } from '../arguments.js';
import { configOf, readDatabase, withConfig } from '../database.js';
import { CommandFailure } from '../failure.js';

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
  const [named] = await getNamedAssets(db, [asset]);
  if (!named) throw new CommandFailure(`Nothing in the ledger names ${asset}; check its chain, registry and token id.`);
  const levels = lineageLevels(db, asset, options.direction === 'up' ? 'UP' : 'DOWN', options.depth);
  const assetsOf = async (ids: readonly string[]) =>
    new Map((await getAssets(db, ids)).map((one) => [one.assetId as string, one]));
  const target = options.out ? createWriteStream(options.out) : process.stdout;
  // Standard output stays open for whoever comes after.
  const ending = { end: options.out !== undefined };
  if (options.format === 'csv') {
    await pipeline(Readable.from(lineageRows(levels, assetsOf)), csvWriter(), target, ending);
  } else {
    await pipeline(Readable.from(lineageGraphml(levels, assetsOf)), target, ending);
  }
}
