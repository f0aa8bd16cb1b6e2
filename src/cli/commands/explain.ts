import type { Command } from 'commander';
import { type Address, type AssetId, homeChain } from '../../domain/ids.js';
import { intervalEnd } from '../../domain/time.js';
import { explain } from '../../read-models/entitlements/explain/explain.js';
import type { ExplanationResult } from '../../read-models/entitlements/types.js';
import { getTokens } from '../../read-models/tokens/queries.js';
import { readAddress, readAsset, readTime, readToken, readWhole } from '../arguments.js';
import { configOf, readDatabase, withConfig } from '../database.js';
import { CommandFailure } from '../failure.js';
import { checkNamed } from '../named-asset.js';
import { renderTable, renderTime } from '../table.js';

interface Options {
  readonly config?: string;
  readonly token: { readonly chainId: number | undefined; readonly address: Address };
  readonly from?: number;
  readonly to?: number;
  readonly usages: number;
}

export function addExplain(program: Command): void {
  withConfig(program.command('explain'))
    .description('where what a contributor earned with an asset comes from, in base units of a token')
    .argument('<contributor>', 'address', readAddress)
    .argument('<asset>', 'CAIP-19 id', readAsset)
    .requiredOption('--token <token>', "CAIP-19 id, or the address of a token of the asset's chain", readToken)
    .option('--from <time>', 'a day or a time in UTC (default: the beginning)', readTime)
    .option('--to <time>', 'a day or a time in UTC (default: now)', readTime)
    .option('--usages <n>', 'how many usages are named one by one', readWhole, 20)
    .action(async (contributor: Address, asset: AssetId, options: Options) => {
      const { from: from_s = 0, to: to_s = Math.floor(Date.now() / 1000) } = options;
      if (from_s >= to_s) {
        throw new CommandFailure('--from is not before --to; name a period that begins before it ends.');
      }
      const config = configOf(options);
      const key = { chainId: options.token.chainId ?? homeChain(asset), address: options.token.address };
      const mark = (time_s: number): number => intervalEnd(time_s - 1, config.interval);
      const text = await readDatabase(config.database, async (db) => {
        await checkNamed(db, asset);
        const result = await explain(db, {
          contributor,
          assetId: asset,
          tokenChainId: key.chainId,
          token: key.address,
          from_s: mark(from_s),
          to_s: mark(to_s),
          maxUsages: options.usages,
        });
        const [token] = await getTokens(db, [key]);
        return render(result, token?.symbol ?? key.address);
      });
      process.stdout.write(`${text}\n`);
    });
}

function render({ opening, figure, closing, parts, rules, truncated }: ExplanationResult, token: string): string {
  const rows = [
    ['TIME', 'WHAT', 'ROLE', 'ASSET KEPT', 'PART', ''],
    ...parts.map(({ time_s, kind, role, assetKept, amount, note }) => {
      return [renderTime(time_s), kind, role ?? '', String(assetKept), amount, note];
    }),
  ];
  return [
    `opening ${opening}, earned ${figure}, closing ${closing} (base units of ${token})`,
    '',
    renderTable(rows),
    ...(truncated ? ['', 'Earlier usages are one line together; --usages names more of them.'] : []),
    '',
    'Rules in force:',
    ...rules.map((rule) => `- ${rule}`),
  ].join('\n');
}
