import type { WatchList } from '../adapters/watch-list.js';
import { VOCABULARY_VERSION } from '../../src/domain/events/canonical.js';
import { ZERO_HASH } from '../../src/domain/ids.js';
import type { AnnouncedContract, DecodedBlock } from '../log/blocks.js';
import { loadAnnounced } from '../log/announced-store.js';
import { loadState } from '../log/log-store.js';
import { payloadOf } from '../log/packed-event.js';
import { readStoredBlocks, type StoredBlock } from './stored-blocks.js';
import { UpkeepError } from './upkeep-error.js';
import type { OwnedLog } from './with-chain-log.js';
import { type Rewritten, rewriteFrom } from './rewrite.js';

export interface RedecodeOptions {
  /** What the adapters of today make of raw logs, with nothing announced yet. */
  readonly watched: WatchList;
  /** Called with what is done, and how many of how many events. */
  readonly progress?: (what: string, done: number, total: number) => void;
}

/**
 * Decodes the raw logs that the log holds with the adapters of today. From the first block whose events
 * changed on, what is canonical is retracted and appended as it is now, in one transaction.
 * @returns undefined where nothing changed
 * @throws UpkeepError when a contract is announced now whose logs were never read, or an adapter reads
 * transactions now that were not stored
 */
export async function redecode(log: OwnedLog, options: RedecodeOptions): Promise<Rewritten | undefined> {
  const { client, chain } = log;
  const { watched, progress = () => undefined } = options;
  const state = await loadState(client, chain);
  if (state.blocks.length === 0) return undefined;
  const announced = new KnownAnnouncements(chain, await loadAnnounced(client, chain));
  const decode = (stored: StoredBlock): DecodedBlock => {
    const decoded = decodeStored(watched, stored, log);
    requireTransactions(watched, decoded, chain);
    return announced.require(decoded);
  };
  const total = await countEvents(log, 0);
  const changed = await findChanged(
    log,
    (stored) => {
      const decoded = decode(stored);
      return isSame(stored, decoded) && announced.isSame(decoded);
    },
    (done) => progress('comparing', done, total),
  );
  if (changed === undefined) return undefined;
  const rest = await countEvents(log, changed);
  watched.rewind(changed - 1);
  return rewriteFrom(log, state, changed, {
    decode,
    hasTransactions: watched.readsTransactions,
    progress: (done) => progress('decoding', done, rest),
  });
}

/** The first block that is not the same any more. */
async function findChanged(
  { reader, chain }: OwnedLog,
  isUnchanged: (block: StoredBlock) => boolean,
  progress: (done: number) => void,
): Promise<number | undefined> {
  let done = 0;
  for await (const block of readStoredBlocks(reader, chain, { from: 0, to: Number.MAX_SAFE_INTEGER })) {
    if (!isUnchanged(block)) return block.number;
    done += block.logs.reduce((sum, { events }) => sum + events.length, 0);
    progress(done);
  }
  return undefined;
}

/** A stored block as the adapters read it now. */
function decodeStored(
  watched: WatchList,
  { number, hash, time_s, logs }: StoredBlock,
  { chain }: OwnedLog,
): DecodedBlock {
  const raws = logs.map(({ raw }) => raw);
  return { number, hash, time_s, parentHash: ZERO_HASH, logs: watched.decode(raws, { chain, number, hash, time_s }) };
}

/** @throws UpkeepError when a log was stored without its transaction, which its adapter reads now */
function requireTransactions(watched: WatchList, { number, logs }: DecodedBlock, chain: number): void {
  const lacking = logs.find((log) => !watched.isWhole(log));
  if (!lacking) return;
  throw new UpkeepError(
    `The mapping ${lacking.adapter} reads $tx now, and log ${lacking.raw.logIndex} of block ${number} was stored without its transaction; ` +
      `read the chain anew with \`tributary chain repair ${chain} --from ${number}\`.`,
  );
}

function isSame(stored: StoredBlock, { logs }: DecodedBlock): boolean {
  if (stored.logs.length !== logs.length) return false;
  return stored.logs.every(({ raw, adapter, events }, at) => {
    const now = logs[at]!;
    if ((now.raw.transaction === undefined) !== (raw.transaction === undefined)) return false;
    if (now.raw.logIndex !== raw.logIndex || now.adapter !== adapter || now.events.length !== events.length)
      return false;
    return now.events.every((event, ordinal) => {
      const { kind, payload, schemaVersion } = events[ordinal]!;
      return event.kind === kind && schemaVersion === VOCABULARY_VERSION && payloadOf(event) === payload;
    });
  });
}

/** What the log holds announced: whose logs it has read. */
class KnownAnnouncements {
  readonly #byBlock = new Map<number, AnnouncedContract[]>();
  readonly #first = new Map<string, AnnouncedContract>();

  constructor(
    private readonly chain: number,
    announced: readonly AnnouncedContract[],
  ) {
    for (const one of announced) {
      this.#first.set(one.contract, one);
      this.#byBlock.set(one.block, [...(this.#byBlock.get(one.block) ?? []), one]);
    }
  }

  isSame({ number, logs }: DecodedBlock): boolean {
    const known = this.#byBlock.get(number) ?? [];
    const now = logs.flatMap(({ announced = [] }) => announced);
    return JSON.stringify(now) === JSON.stringify(known);
  }

  /** @throws UpkeepError when a contract is announced that was not, or earlier than it was */
  require(block: DecodedBlock): DecodedBlock {
    for (const { contract, block: number, logIndex } of block.logs.flatMap(({ announced = [] }) => announced)) {
      const known = this.#first.get(contract);
      if (known && (known.block < number || (known.block === number && known.logIndex <= logIndex))) continue;
      throw new UpkeepError(
        `Block ${number} announces ${contract} now, whose logs were never read from there on; ` +
          `read them with \`tributary chain repair ${this.chain} --from ${number}\`.`,
      );
    }
    return block;
  }
}

async function countEvents({ client, chain }: OwnedLog, fromBlock: number): Promise<number> {
  const { rows } = await client.query<{ events: string }>(
    'SELECT count(*) AS events FROM log.event WHERE chain_id = $1 AND block_number >= $2 AND retracted_batch IS NULL',
    [chain, fromBlock],
  );
  return Number(rows[0]!.events);
}
