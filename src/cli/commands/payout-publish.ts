import type { Command } from 'commander';
import { readPrivateKey } from '../../../config/private-key.js';
import type { TributaryConfig } from '../../../config/tributary-config.js';
import { compareWithPublished, type RootComparison } from '../../payouts/differences.js';
import { configurationDigest } from '../../payouts/configuration-digest.js';
import { publishRoot } from '../../payouts/publish.js';
import { readAddress, readUrl, readWhole } from '../arguments.js';
import type { Address } from '../../domain/ids.js';
import { chainsOf, httpEndpointOf } from '../configured-chain.js';
import { configOf, readDatabase } from '../database.js';
import { CommandFailure } from '../failure.js';
import { renderLowered, sentenceOf } from './payout-outcomes.js';
import { publishEvery, type RegularOptions } from './payout-publish-every.js';
import { renderRoot, rootAt, type RootOptions, withMarks } from './payout-root.js';

interface Options extends Omit<RootOptions, 'vault'> {
  readonly vault?: Address;
  readonly every?: number;
  readonly rpc?: string;
  readonly accept: boolean;
  readonly replace: boolean;
}

export function addPayoutPublish(payout: Command): void {
  withMarks(payout.command('publish').option('--vault <address>', 'the vault', readAddress))
    .description('computes the payout root of a vault and publishes it, once or regularly')
    .option(
      '--rpc <url>',
      'JSON-RPC endpoint to send to (default: the first over HTTP of the chain in the configuration)',
      readUrl,
    )
    .option('--accept', 'publish although somebody is granted less than by the root before', false)
    .option('--replace', 'take the place of a root that is not active yet', false)
    .option(
      '--every <seconds>',
      'publish again and again until ctrl-C; without --vault, for every vault that the key may publish for',
      readWhole,
    )
    .addHelpText('after', "\nThe operator's private key is read from the environment variable OPERATOR_KEY.")
    .action(async (options: Options) => {
      const config = configOf(options);
      const privateKey = readPrivateKey('OPERATOR_KEY', undefined, "the operator's");
      const { vault, every: every_s } = options;
      if (every_s !== undefined) return publishEvery(config, regularly(config, { ...options, every_s, privateKey }));
      if (!vault) throw new CommandFailure('Name the vault with --vault, or publish for every one with --every 60.');
      const { root, comparison, text } = await readDatabase(config.database, async (db) => {
        const computed = await rootAt(db, config, { ...options, vault });
        const compared = await compareWithPublished(db, computed);
        return { root: computed, comparison: compared, text: await renderRoot(db, computed, config) };
      });
      process.stdout.write(`${text}\n`);
      refuseLowered(comparison, options.accept);
      const rpc = options.rpc ?? httpEndpointOf(chainsOf(config, root.vault.chain)[0]!);
      const digest = configurationDigest(config);
      const publication = await publishRoot(root, digest, { rpc, privateKey }, { replacesPending: options.replace });
      process.stdout.write(`\n${sentenceOf(publication)}\n`);
    });
}

/** What --every means. @throws CommandFailure for options that go with a single root only */
function regularly(
  config: TributaryConfig,
  options: Options & Pick<RegularOptions, 'every_s' | 'privateKey'>,
): RegularOptions {
  const { vault, rpc, every_s, privateKey, chain } = options;
  const single = ['accept', 'replace', 'mark', 'remoteMark'] as const;
  if (single.some((name) => options[name] !== undefined && options[name] !== false)) {
    throw new CommandFailure(
      '--every goes without --accept, --replace, --mark and --remote-mark; those are for one root.',
    );
  }
  if (every_s < 1) throw new CommandFailure('--every takes a second at least.');
  const chains = chainsOf(config, chain);
  if (rpc && chains.length > 1) throw new CommandFailure('One --rpc serves one chain; name it with --chain.');
  return { every_s, vault, chains, rpc, privateKey };
}

/** Shows who would be granted less. @throws CommandFailure unless nobody is, or it is accepted */
function refuseLowered(comparison: RootComparison, isAccepted: boolean): void {
  const { epoch, lowered } = comparison;
  if (lowered?.length === 0) return;
  process.stdout.write(`\n${renderLowered(comparison)}\n`);
  if (isAccepted) return;
  throw new CommandFailure(
    lowered
      ? `${lowered.length} leaves are lower than those of epoch ${epoch}; --accept publishes all the same.`
      : `It cannot be told who would be granted less than by epoch ${epoch}; --accept publishes all the same.`,
  );
}
