import type { ChainConfig, TributaryConfig } from '../../../config/tributary-config.js';
import type { Address } from '../../domain/ids.js';
import { configurationDigest } from '../../payouts/configuration-digest.js';
import { findVault, knownVaults } from '../../payouts/marks.js';
import { type PassResult, passOver } from '../../payouts/pass.js';
import type { Publisher } from '../../payouts/publish.js';
import { publishRegularly } from '../../payouts/publishing.js';
import type { Vault } from '../../settlement/vault-tables.js';
import { httpEndpointOf } from '../configured-chain.js';
import { readDatabase } from '../database.js';
import { renderTime } from '../table.js';
import { renderLowered, sentenceOf } from './payout-outcomes.js';

/** What is to be published, how often and by whom. */
export interface RegularOptions {
  readonly every_s: number;
  /** Only this vault; every one of `chains` otherwise. */
  readonly vault?: Address;
  readonly chains: readonly ChainConfig[];
  readonly rpc?: string;
  readonly privateKey: Publisher['privateKey'];
}

/** Publishes until it is asked to stop, and says in a line what has changed. */
export async function publishEvery(config: TributaryConfig, options: RegularOptions): Promise<void> {
  const { chains, vault, privateKey } = options;
  const ids = chains.map(({ id }) => id);
  const told = new Map<string, string>();
  const tell = (about: string, text: string): void => {
    if (told.get(about) === text) return;
    told.set(about, text);
    process.stdout.write(`${renderTime(Math.floor(Date.now() / 1000))} ${about}: ${text}\n`);
  };
  const endpoints = new Map(chains.map((chain) => [chain.id, options.rpc ?? httpEndpointOf(chain)]));
  const stopping = abortOnSignal();
  tell('publishing', `every ${options.every_s} s, on ${ids.map((id) => `eip155:${id}`).join(', ')}; ctrl-C stops it.`);
  await publishRegularly({
    every_s: options.every_s,
    vaults: () =>
      readDatabase(config.database, async (db) =>
        vault ? [await findVault(db, vault, ids.length === 1 ? ids[0] : undefined)] : await knownVaults(db, ids),
      ),
    pass: (of) =>
      passOver(of, {
        read: (work) => readDatabase(config.database, work),
        interval_s: config.interval,
        configurationDigest: configurationDigest(config),
        publisher: { rpc: endpoints.get(of.chain)!, privateKey },
      }),
    onResult: (of, result) => tell(nameOf(of), textOf(result)),
    onProblem: (sentence) => tell('publishing', `no vault could be looked up: ${sentence}`),
    signal: stopping,
  });
  tell('publishing', 'stopped.');
}

function nameOf({ chain, address }: Vault): string {
  return `eip155:${chain} ${address}`;
}

function textOf(result: PassResult): string {
  switch (result.outcome) {
    case 'NOTHING':
      return 'Nothing has accrued up to a final mark yet.';
    case 'NOT_OURS':
      return 'The key is neither its operator’s nor its owner’s; left alone.';
    case 'UNCHECKED':
      return `Waits until the service has looked at epoch ${result.epoch}.`;
    case 'LOWERED':
      return (
        'Publishing stops here until an operator has accepted the differences, by tributary payout publish ' +
        `--accept for this vault.\n${renderLowered(result.comparison)}`
      );
    case 'PENDING':
      return `Waits until epoch ${result.epoch} is active, from ${renderTime(result.activeFrom_s)}.`;
    case 'FAILED':
      return `${result.reason} It is tried again.`;
    default:
      return sentenceOf(result);
  }
}

/** Aborted by the first signal; a second one ends the process as if nobody listened. */
function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}
