import pg from 'pg';
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

/** What is parsed as it comes need not be kept as text until the whole page is there. */
const PARSED = {
  getTypeParser(oid: number): (text: string) => unknown {
    if (oid === pg.types.builtins.JSONB) return JSON.parse;
    return oid === pg.types.builtins.INT8 || oid === pg.types.builtins.INT4 ? Number : (text) => text;
  },
};

type Row = [
  block: number,
  logIndex: number,
  ordinal: number,
  blockHash: string,
  blockTime_s: number,
  time_s: number,
  txHash: Hex,
  contract: Address,
  kind: CanonicalKind,
  payload: Record<string, unknown>,
];

const COLUMNS = `block_number, log_index, ordinal, encode(block_hash, 'hex') AS block_hash, block_time_s, chain_time_s,
  '0x' || encode(tx_hash, 'hex') AS tx_hash, '0x' || encode(contract, 'hex') AS contract, kind, payload`;

/**
 * Reads canonical events in the order of their positions. Since what is read is fixed by `asOf`, pages
 * that are read one after the other belong together, whatever is appended or retracted meanwhile.
 */
export async function readEvents(db: pg.ClientBase, chain: ChainId, page: Page): Promise<PlacedEvent[]> {
  const after = page.after === null ? { block: -1, logIndex: 0, ordinal: 0 } : parsePosition(page.after);
  const upTo = page.upTo === undefined ? END : parsePosition(page.upTo);
  const { rows } = await db.query<Row>({
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
    types: PARSED,
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
  const { rows } = await db.query<Row>({
    text: `${part('retracted_batch IS NULL')} UNION ALL ${part('retracted_batch > $2')}
           ORDER BY block_number DESC, log_index DESC, ordinal DESC LIMIT 1`,
    values: [chain, asOf, block],
    rowMode: 'array',
    types: PARSED,
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

function placed(inBlock: BlockOfEvents, row: Readonly<Row>): PlacedEvent {
  const [block, logIndex, ordinal, blockHash, blockTime_s, time_s, txHash, contract, kind, payload] = row;
  inBlock.take(block, blockHash);
  const event = decodeEvent(kind, payload);
  internIds(event);
  const at = {
    chain: inBlock.chain,
    position: inBlock.position(logIndex, ordinal),
    block,
    blockHash: inBlock.hash,
    blockTime_s,
    time_s,
    txHash,
    logIndex,
    ordinal,
    contract: interned(contract),
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
