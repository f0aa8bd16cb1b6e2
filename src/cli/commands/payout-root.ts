import type { Command } from 'commander';
import type { TributaryConfig } from '../../../config/tributary-config.js';
import type { Address } from '../../domain/ids.js';
import { configurationDigest } from '../../payouts/configuration-digest.js';
import { chooseMarks, findVault } from '../../payouts/marks.js';
import { computePayoutRoot, type PayoutRoot, rootOf } from '../../payouts/payout-root.js';
import type { Queryable } from '../../read-models/queryable.js';
import { getTokens } from '../../read-models/tokens/queries.js';
import { readAddress, readChain, readMark } from '../arguments.js';
import { configOf, readDatabase, withConfig } from '../database.js';
import { renderTable, renderTime } from '../table.js';

/** What {@link withMarks} reads. */
export interface RootOptions {
  readonly config?: string;
  readonly vault: Address;
  readonly chain?: number;
  readonly mark?: number;
  readonly remoteMark?: number;
}

/** Adds the options that say at which marks a root is meant. */
export function withMarks(command: Command): Command {
  return withConfig(command)
    .option('--chain <chain>', 'its chain, where several have a vault of that address', readChain)
    .option('--mark <time>', 'earnings on its chain up to this mark (default: the latest that is final)', readMark)
    .option('--remote-mark <time>', 'money over chains up to this mark (default: the latest settled)', readMark);
}

export function addPayoutRoot(payout: Command): void {
  withMarks(payout.command('root').requiredOption('--vault <address>', 'the vault', readAddress))
    .description('computes the payout root of a vault from final data, as anybody can who has the logs')
    .action(async (options: RootOptions) => {
      const config = configOf(options);
      const text = await readDatabase(config.database, async (db) => {
        return renderRoot(db, await rootAt(db, config, options), config);
      });
      process.stdout.write(`${text}\n`);
    });
}

/** The root that the options name. @throws PayoutRefused */
export async function rootAt(db: Queryable, config: TributaryConfig, options: RootOptions): Promise<PayoutRoot> {
  const vault = await findVault(db, options.vault, options.chain);
  const given = { mark_s: options.mark, remoteMark_s: options.remoteMark };
  return computePayoutRoot(db, vault, await chooseMarks(db, vault, config.interval, given));
}

/** What a root is and what it pays, as text. */
export async function renderRoot(db: Queryable, root: PayoutRoot, config: TributaryConfig): Promise<string> {
  const { vault, marks, leaves, totals } = root;
  const keys = totals.map(({ token: address }) => ({ chainId: vault.chain, address }));
  const symbols = new Map((await getTokens(db, keys)).map(({ address, symbol }) => [address, symbol]));
  const rows = totals.map(({ token, contributors, amount, overpaid }) => {
    return [symbols.get(token) ?? '', token, String(contributors), String(amount), String(overpaid)];
  });
  const facts = [
    ['vault', `eip155:${vault.chain} ${vault.address}`],
    ['root', rootOf(root) ?? 'none: nothing has accrued'],
    ['mark', markText(marks.mark_s)],
    ['remote mark', markText(marks.remoteMark_s)],
    ['configuration', configurationDigest(config)],
    ['leaves', String(leaves.length)],
  ];
  const paid = renderTable([['TOKEN', 'ADDRESS', 'CONTRIBUTORS', 'BASE UNITS', 'OVERPAID'], ...rows]);
  return [renderTable(facts), ...(rows.length > 0 ? ['', paid] : [])].join('\n');
}

function markText(mark_s: number): string {
  return mark_s === 0 ? '0 (nothing yet)' : `${mark_s} (${renderTime(mark_s)})`;
}
