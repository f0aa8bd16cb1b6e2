import type { ChainId } from '../../src/domain/ids.js';
import type { SettlingWindow } from '../../src/domain/settlement/settling-chains.js';
import { PriceList, type RecordedPrice } from '../../src/domain/value/price-list.js';
import { LIVE, type Schemas } from '../../src/fold/chain-tables.js';
import type { Checkpoint } from '../../src/fold/checkpoint.js';
import type { Projection } from '../../src/fold/projection.js';
import { digestTables, type Digest } from '../../src/fold/digest.js';
import { FoldSession, type Target } from '../../src/fold/fold-session.js';
import { digestSettlement } from '../../src/settlement/digest.js';
import { Settler } from '../../src/settlement/settlement.js';
import { LEDGER_TABLES } from '../../src/read-models/ledger-tables.js';
import { ledgerProjection } from '../../src/read-models/ledger-projection.js';
import { withKeptClient } from './with-client.js';

export interface FoldOptions {
  readonly interval_s?: number;
  readonly eventsPerStep?: number;
  readonly eventsPerPage?: number;
  readonly rowsInMemory?: number;
  readonly isUnreadUntilEnd?: boolean;
  readonly schemas?: Schemas;
  readonly target?: Target;
  /** What is folded with in place of the ledger's projection. */
  readonly projected?: (ledger: Projection) => Projection;
  /** Prices that the configuration fixes. */
  readonly prices?: readonly RecordedPrice[];
}

/** Folds a chain's log to its end as a process would that starts now, and ends. */
export async function foldToEnd(url: string, chain: ChainId, options: FoldOptions = {}): Promise<Checkpoint> {
  const { interval_s = 60, schemas = LIVE, target } = options;
  const ledger = ledgerProjection(chain, interval_s, PriceList.of(options.prices ?? []));
  const projection = options.projected?.(ledger) ?? ledger;
  return withKeptClient(url, (writer) =>
    withKeptClient(url, async (reader) => {
      const session = new FoldSession({ ...options, chain, interval_s, projection, schemas, writer, reader });
      await session.open();
      await session.catchUp(new AbortController().signal, undefined, target);
      return session.checkpoint;
    }),
  );
}

/** Settles whatever can be settled, as a process would that starts now, and ends. */
export async function settleToEnd(
  url: string,
  chains: readonly ChainId[],
  options: { interval_s?: number; schemas?: Schemas; settles?: ReadonlyMap<ChainId, SettlingWindow> | undefined } = {},
): Promise<void> {
  const { interval_s = 60, schemas = LIVE, settles } = options;
  const settling = chains.map((id) => ({ id, settles: settles?.get(id) }));
  await withKeptClient(url, (client) => new Settler(client, { schemas, interval_s, chains: settling }).settle());
}

/** The digest of everything settled, of all chains; with a mark, of what was settled up to it. */
export async function settledDigest(url: string, upToMark_s?: number, schema = 'ledger'): Promise<Digest> {
  return withKeptClient(url, (client) => digestSettlement(client, schema, upToMark_s));
}

/** The digest of a chain's ledger. */
export async function ledgerDigest(url: string, chain: ChainId, schema = 'ledger'): Promise<Digest> {
  return withKeptClient(url, (client) => digestTables(client, LEDGER_TABLES, { schema, chain }));
}
