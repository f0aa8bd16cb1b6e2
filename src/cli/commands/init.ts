import type { Command } from 'commander';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { renderConfiguration, rpcVariable } from '../../../indexer/init/chain-entry.js';
import { inspect, type InitResult } from '../../../indexer/init/init.js';
import type { Address } from '../../domain/ids.js';
import { readAddress, readName, readUrl, readWhole } from '../arguments.js';
import { CommandFailure } from '../failure.js';
import { ProgressByTask } from '../progress.js';
import { renderTable } from '../table.js';

interface Options {
  readonly rpc: string;
  readonly contract: Address;
  readonly abi?: string;
  readonly name?: string;
  readonly out: string;
  readonly firstBlock?: number;
  readonly force: boolean;
}

export function addInit(program: Command): void {
  program
    .command('init')
    .description("looks at somebody else's registry and drafts its mapping and its entry for tributary.yaml")
    .requiredOption('--rpc <url>', 'JSON-RPC endpoint of the chain', readUrl)
    .requiredOption('--contract <address>', 'the contract whose events are to be read', readAddress)
    .option('--abi <file>', 'its ABI or build artifact (default: well-known events only)')
    .option('--name <name>', 'what to call the mapping (default: after the ABI)', readName)
    .option('--out <folder>', 'where to write', 'mappings')
    .option('--first-block <n>', 'its first block, where the endpoint has no old state', readWhole)
    .option('--force', 'replace files that are there', false)
    .action(async (options: Options) => {
      const bars = new ProgressByTask();
      const { abi, firstBlock, name } = options;
      const result = await inspect({
        rpc: options.rpc,
        contract: options.contract,
        abi,
        name,
        firstBlock,
        onProgress: (what, done, total) => bars.update(what, done, total),
      }).finally(() => bars.end());
      const files = filesOf(result, options);
      writeAll(files, options.force);
      process.stdout.write(`${report(result)}\n\n${nextSteps(result, [...files.keys()], options)}\n`);
    });
}

/** Everything to write, by path. */
function filesOf(result: InitResult, { out, rpc, contract }: Options): Map<string, string> {
  const { chainId, adapter, firstBlock, name, finality } = result;
  const place = result.files.size > 0 ? undefined : { address: contract, firstBlock };
  const configuration = renderConfiguration({ chainId, adapter, contract: place, rpc, finality });
  const files = new Map([...result.files].map(([file, text]) => [join(out, file), text]));
  return files.set(join(out, `${name}.tributary.yaml`), configuration);
}

/** Writes all files or none. @throws CommandFailure when one is there and may not be replaced */
function writeAll(files: ReadonlyMap<string, string>, force: boolean): void {
  const there = [...files.keys()].filter((path) => existsSync(path));
  if (there.length > 0 && !force) {
    throw new CommandFailure(
      `${there.join(' and ')} ${there.length === 1 ? 'is' : 'are'} there already; replace with --force, or choose another --out or --name.`,
    );
  }
  for (const [path, text] of files) {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
}

function report({ chainId, firstBlock, head, ranges, seen, trial }: InitResult): string {
  const blocks = ranges.map(({ from, to }) => `${from} to ${to}`).join(' and ');
  const rows = seen.map(({ signature, logs, proposed }) => [signature, String(logs), proposed]);
  const { logs, mapped, ignored, unmapped, undecodable, reasons } = trial;
  return [
    `Chain ${chainId}; the contract's first block is ${firstBlock}, the head ${head}.`,
    '',
    renderTable([['event', 'seen', 'proposed'], ...rows]),
    '',
    `Trial over blocks ${blocks}: ${logs} logs, of which ${mapped} mapped, ${ignored} ignored, ${unmapped} unmapped, ${undecodable} undecodable.`,
    ...reasons.slice(0, 10).map(({ reason, logs: count }) => `  ${count} x ${reason}`),
  ].join('\n');
}

function nextSteps(result: InitResult, paths: readonly string[], { rpc, out }: Options): string {
  const configuration = relative('.', join(out, `${result.name}.tributary.yaml`));
  const variable = rpcVariable(result);
  const isNamed = renderConfiguration({ ...result, contract: undefined, rpc }).includes(`${variable}:-`);
  const mapping = result.files.size > 0;
  return [
    `Written: ${paths.join(', ')}`,
    'Next:',
    ...(mapping
      ? [`  1. Read ${paths[0]}: what is guessed has a comment (docs/bring-your-own-registry.md).`]
      : ['  1. The contract is one of the reference contracts: there is no mapping to write.']),
    ...(isNamed ? [] : [`  2. export ${variable}=<the endpoint>`]),
    `  ${isNamed ? 2 : 3}. npm start -- --config ${configuration}`,
  ].join('\n');
}
