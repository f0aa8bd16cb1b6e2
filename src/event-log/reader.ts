import type pg from 'pg';
import type { CanonicalEvent, CanonicalKind, PlacedEvent } from '../domain/events/canonical.js';
import { decodeEvent } from '../domain/events/encoding.js';
import type { Address, ChainId, Hex } from '../domain/ids.js';
import { parsePosition, positionInBlock, startOfBlock, type Position } from '../domain/position.js';
import { interned } from './interned.js';

/** Which part of a chain's log to read. */
export interface Page {
  /** The log as it stood after this batch: later events and later retractions don't count. */
  readonly asOf: number;
  /** Events after this position; null for the first ones. */
  readonly after: Position | null;
  /** Events up to this position; all where absent. */
  readonly upTo?: Position;
  /** At most so many. */
  readonly limit: number;
}

const RAW = { getTypeParser: () => (value: string) => value };

const COLUMNS = `block_number, log_index, ordinal, encode(block_hash, 'hex') AS block_hash, block_time_s, chain_time_s,
  '0x' || encode(tx_hash, 'hex') AS tx_hash, '0x' || encode(contract, 'hex') AS contract, kind, payload`;

/**
 * Reads canonical events in the order of their positions. Since what is read is fixed by `asOf`, pages
 * that are read one after the other belong together, whatever is appended or retracted meanwhile.
 */
export async function readEvents(db: pg.ClientBase, chain: ChainId, page: Page): Promise<PlacedEvent[]> {
  const after = page.after === null ? { block: -1, logIndex: 0, ordinal: 0 } : parsePosition(page.after);
  const upTo = page.upTo === undefined ? END : parsePosition(page.upTo);
  const { rows } = await db.query<string[]>({
    name: 'log events',
    text: `${select('retracted_batch IS NULL')} UNION ALL ${select('retracted_batch > $2')}
           ORDER BY block_number, log_index, ordinal LIMIT $9`,
    values: [
      chain,
      page.asOf,
      after.block,
      after.logIndex,
      after.ordinal,
      upTo.block,
      upTo.logIndex,
      upTo.ordinal,
      page.limit,
    ],
    rowMode: 'array',
    types: RAW,
  });
  const block = new BlockOfEvents(chain);
  return rows.map((row) => placed(block, row));
}

/** The last event up to a block, as of a batch. */
export async function lastEventUpTo(
  db: pg.ClientBase,
  chain: ChainId,
  block: number,
  asOf: number,
): Promise<PlacedEvent | undefined> {
  const part = (believed: string): string => `(SELECT ${COLUMNS} FROM log.event
    WHERE chain_id = $1 AND ${believed} AND batch <= $2 AND block_number <= $3
    ORDER BY block_number DESC, log_index DESC, ordinal DESC LIMIT 1)`;
  const { rows } = await db.query<string[]>({
    text: `${part('retracted_batch IS NULL')} UNION ALL ${part('retracted_batch > $2')}
           ORDER BY block_number DESC, log_index DESC, ordinal DESC LIMIT 1`,
    values: [chain, asOf, block],
    rowMode: 'array',
    types: RAW,
  });
  return rows[0] && placed(new BlockOfEvents(chain), rows[0]);
}

const END = { block: Number.MAX_SAFE_INTEGER, logIndex: 0, ordinal: 0 };

/** Two selects instead of one with OR: each has an index. */
function select(believed: string): string {
  return `(SELECT ${COLUMNS} FROM log.event
    WHERE chain_id = $1 AND ${believed} AND batch <= $2
      AND (block_number, log_index, ordinal) > ($3, $4, $5)
      AND (block_number, log_index, ordinal) <= ($6, $7, $8)
    ORDER BY block_number, log_index, ordinal LIMIT $9)`;
}

/** The block at hand: what its events have in common is made once. */
class BlockOfEvents {
  number = -1;
  hash = '' as Hex;
  private digits = '';
  private start = '';

  constructor(readonly chain: ChainId) {}

  /** @param hash hexadecimal digits */
  take(number: number, hash: string): void {
    if (number === this.number && hash === this.digits) return;
    this.number = number;
    this.digits = hash;
    this.hash = `0x${hash}` as Hex;
    this.start = startOfBlock(this.chain, number);
  }

  position(logIndex: number, ordinal: number): Position {
    return positionInBlock(this.start, logIndex, ordinal);
  }
}

function placed(inBlock: BlockOfEvents, row: readonly string[]): PlacedEvent {
  const [blockText, logIndexText, ordinalText, blockHash, blockTime, chainTime, txHash, contract, kind, payload] = row;
  const block = Number(blockText);
  inBlock.take(block, blockHash!);
  const logIndex = Number(logIndexText);
  const ordinal = Number(ordinalText);
  const event = decodeEvent(kind as CanonicalKind, JSON.parse(payload!) as Record<string, unknown>);
  internIds(event);
  const at = {
    chain: inBlock.chain,
    position: inBlock.position(logIndex, ordinal),
    block,
    blockHash: inBlock.hash,
    blockTime_s: Number(blockTime),
    time_s: Number(chainTime),
    txHash: txHash as Hex,
    logIndex,
    ordinal,
    contract: interned(contract as Address),
  };
  return Object.assign(event, { at }) as PlacedEvent;
}

/** Usages are most of a log, and name the same few again and again. */
function internIds(event: CanonicalEvent): void {
  if (event.kind !== 'UsageRecorded') return;
  const { payload } = event;
  payload.asset = interned(payload.asset);
  payload.consumer = interned(payload.consumer);
  payload.token = interned(payload.token);
  payload.operation = interned(payload.operation);
  if (payload.application !== null) payload.application = interned(payload.application);
  if (payload.executor !== null) payload.executor = interned(payload.executor);
}
