import type { Command } from 'commander';
import { readPrivateKey } from '../../../config/private-key.js';
import { compareWithPublished, type RootComparison } from '../../payouts/differences.js';
import { configurationDigest } from '../../payouts/configuration-digest.js';
import { type Publication, publishRoot } from '../../payouts/publish.js';
import { readUrl } from '../arguments.js';
import { chainsOf } from '../configured-chain.js';
import { configOf, readDatabase } from '../database.js';
import { CommandFailure } from '../failure.js';
import { renderTable, renderTime } from '../table.js';
import { renderRoot, rootAt, type RootOptions, withMarks } from './payout-root.js';

interface Options extends RootOptions {
  readonly rpc?: string;
  readonly accept: boolean;
  readonly replace: boolean;
}

/** Differences that are shown one by one. */
const SHOWN = 20;

export function addPayoutPublish(payout: Command): void {
  withMarks(payout.command('publish'))
    .description('computes the payout root of a vault and publishes it')
    .option(
      '--rpc <url>',
      'JSON-RPC endpoint to send to (default: the first of the chain in the configuration)',
      readUrl,
    )
    .option('--accept', 'publish although somebody is granted less than by the root before', false)
    .option('--replace', 'take the place of a root that is not active yet', false)
    .addHelpText('after', "\nThe operator's private key is read from the environment variable OPERATOR_KEY.")
    .action(async (options: Options) => {
      const config = configOf(options);
      const privateKey = readPrivateKey('OPERATOR_KEY', undefined, "the operator's");
      const { root, comparison, text } = await readDatabase(config.database, async (db) => {
        const computed = await rootAt(db, config, options);
        const compared = await compareWithPublished(db, computed);
        return { root: computed, comparison: compared, text: await renderRoot(db, computed, config) };
      });
      process.stdout.write(`${text}\n`);
      refuseLowered(comparison, options.accept);
      const rpc = options.rpc ?? chainsOf(config, root.vault.chain)[0]!.rpc[0]!;
      const digest = configurationDigest(config);
      const publication = await publishRoot(root, digest, { rpc, privateKey }, { replacesPending: options.replace });
      process.stdout.write(`\n${sentenceOf(publication)}\n`);
    });
}

/** Shows who would be granted less. @throws CommandFailure unless nobody is, or it is accepted */
function refuseLowered({ epoch, lowered }: RootComparison, isAccepted: boolean): void {
  if (lowered?.length === 0) return;
  if (lowered) {
    const rows = lowered
      .slice(0, SHOWN)
      .map(({ contributor, token, published, amount }) => [contributor, token, String(published), String(amount)]);
    const more = lowered.length > SHOWN ? `\nand ${lowered.length - SHOWN} more` : '';
    const table = renderTable([['CONTRIBUTOR', 'TOKEN', `EPOCH ${epoch}`, 'NOW'], ...rows]);
    process.stdout.write(`\nGranted less than by epoch ${epoch}:\n${table}${more}\n`);
  }
  if (isAccepted) return;
  throw new CommandFailure(
    lowered
      ? `${lowered.length} leaves are lower than those of epoch ${epoch}; --accept publishes all the same.`
      : `The leaves of epoch ${epoch} are not known, so nobody can tell who would be granted less; --accept publishes all the same.`,
  );
}

function sentenceOf({ outcome, epoch, activeFrom_s, txHash }: Publication): string {
  const active = renderTime(activeFrom_s);
  if (outcome === 'UNCHANGED') return `Epoch ${epoch} says the same already; it is active from ${active}.`;
  if (outcome === 'PENDING')
    return `Epoch ${epoch} is active only from ${active}; --replace takes its place before that.`;
  return `Published as epoch ${epoch} by ${txHash}; it is active from ${active}.`;
}
