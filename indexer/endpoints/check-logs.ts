import type { BlockLogs, BlockRange, AnsweredLog } from './answered-blocks.js';
import { type Checked, refuse } from './refusal.js';

export interface LogQuestion extends BlockRange {
  /** The contracts that were asked for, in lower case; absent where all were. */
  readonly addresses?: ReadonlySet<string>;
}

interface PlacedLog {
  readonly number: number;
  readonly hash: string;
  readonly log: AnsweredLog;
}

const QUANTITY = /^0x[0-9a-f]{1,13}$/i;
const BYTES = /^0x(?:[0-9a-f]{2})*$/;
const MOST_TOPICS = 4;

/** Reads the answer to `eth_getLogs` and believes nothing of it that can be checked without another call. */
export function checkLogs(answer: unknown, question: LogQuestion): Checked<BlockLogs[]> {
  if (!Array.isArray(answer)) return refuse('malformed', 'an answer to eth_getLogs is not a list');
  const blocks: { number: number; hash: string; logs: AnsweredLog[] }[] = [];
  for (const raw of answer as unknown[]) {
    const checked = checkLog(raw, question);
    if ('refusal' in checked) return checked;
    const { number, hash, log } = checked.value;
    const last = blocks.at(-1);
    if (!last || number > last.number) {
      blocks.push({ number, hash, logs: [log] });
      continue;
    }
    if (number < last.number) return refuse('disordered', `logs of block ${number} come after those of ${last.number}`);
    if (hash !== last.hash) return refuse('two-hashes', `block ${number} is both ${last.hash} and ${hash}`);
    const before = last.logs.at(-1)!.logIndex;
    if (log.logIndex <= before) {
      return refuse('disordered', `log ${log.logIndex} of block ${number} comes after log ${before}`);
    }
    last.logs.push(log);
  }
  return { value: blocks };
}

function checkLog(raw: unknown, { from, to, addresses }: LogQuestion): Checked<PlacedLog> {
  if (typeof raw !== 'object' || raw === null) return refuse('malformed', 'a log is not an object');
  const said = raw as Record<string, unknown>;
  if (said['removed'] === true) return refuse('removed', `a log of block ${String(said['blockNumber'])} is removed`);
  const number = readQuantity(said['blockNumber']);
  const logIndex = readQuantity(said['logIndex']);
  const transactionIndex = readQuantity(said['transactionIndex']);
  const hash = readBytes(said['blockHash'], 32);
  const transactionHash = readBytes(said['transactionHash'], 32);
  const address = readBytes(said['address'], 20);
  const topics = readTopics(said['topics']);
  const data = readBytes(said['data']);
  if (number === undefined || logIndex === undefined || transactionIndex === undefined) {
    return refuse('malformed', 'a log has no block number, log index or transaction index');
  }
  if (!hash || !transactionHash || !address || !topics || data === undefined) {
    return refuse('malformed', `log ${logIndex} of block ${number} lacks a field or has one of the wrong length`);
  }
  if (number < from || number > to) {
    return refuse('outside-range', `a log of block ${number} answers blocks ${from} to ${to}`);
  }
  if (addresses && !addresses.has(address)) return refuse('not-asked-for', `a log of ${address} was not asked for`);
  return { value: { number, hash, log: { logIndex, transactionIndex, transactionHash, address, topics, data } } };
}

/** A number that JSON-RPC writes in hexadecimal, when it is a safe one. */
export function readQuantity(value: unknown): number | undefined {
  if (typeof value !== 'string' || !QUANTITY.test(value)) return undefined;
  return Number(value);
}

/** Bytes in lower case, when they are as many as they must be. */
export function readBytes(value: unknown, length?: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const text = BYTES.test(value) ? value : value.toLowerCase();
  if (!BYTES.test(text)) return undefined;
  return length === undefined || text.length === 2 + 2 * length ? text : undefined;
}

function readTopics(value: unknown): string[] | undefined {
  if (!Array.isArray(value) || value.length > MOST_TOPICS) return undefined;
  const topics = value.map((topic) => readBytes(topic, 32));
  return topics.every((topic) => topic !== undefined) ? topics : undefined;
}
