import type pg from 'pg';
import { EMPTY_DIGEST, rollCanonical, rollRaw } from '../../db/log/digest.js';
import type { CanonicalEvent } from '../domain/events/canonical.js';
import { encodePayload } from '../domain/events/encoding.js';
import { ChainReader, type PlacedLog, type PlacedTransaction, type ReadLog, type Watch } from './chain-logs.js';
import { type LogHead, type LoggedLog, readHead, readLogged } from './logged-events.js';
import { type CheckResult, Findings } from './report.js';

export interface LogCheck {
  readonly chain: number;
  readonly rpc: readonly string[];
  /** What counts there, from its first block on: made anew for each reading. */
  readonly watch: () => Watch;
  /** Called with the last block compared and the last one to compare. */
  readonly progress: (done: number, total: number) => void;
}

/** How often a log that was overtaken by a fork while it was read is looked at anew. */
const ATTEMPTS = 5;
const ATTEMPT_PAUSE_ms = 1_000;

/**
 * Holds what a chain's log says is canonical against the chain itself, read afresh: raw fields, what the
 * adapter makes of them, the chain's time, and both digests.
 * @param db a connection of the check's own: it reads one moment of the log
 * @throws ChainUnreadableError
 */
export async function checkLog(db: pg.ClientBase, check: LogCheck): Promise<CheckResult> {
  const reader = new ChainReader(check.chain, check.rpc);
  await reader.requireChain();
  for (let attempt = 1; ; attempt++) {
    await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      const result = await compareAll(db, reader, check);
      if (result.count === 0 || attempt === ATTEMPTS || !(await overtaken(db, reader, check.chain))) return result;
    } finally {
      await db.query('ROLLBACK');
    }
    await new Promise((done) => setTimeout(done, ATTEMPT_PAUSE_ms));
  }
}

/** Whether the chain has left the head that the log knows, so that differences may be the log's lag. */
async function overtaken(db: pg.ClientBase, reader: ChainReader, chain: number): Promise<boolean> {
  const head = await readHead(db, chain);
  return head !== undefined && (await reader.hashOf(head.block)) !== head.hash;
}

async function compareAll(db: pg.ClientBase, reader: ChainReader, check: LogCheck): Promise<CheckResult> {
  const name = `log of chain ${check.chain} against the chain`;
  const head = await readHead(db, check.chain);
  const findings = new Findings();
  if (!head) return findings.result(name, 'nothing is logged yet');
  const comparison = new Comparison(check, findings);
  let from = 0;
  for await (const { toBlock, logs } of reader.ranges(check.watch(), head.block)) {
    comparison.compare(await readLogged(db, check.chain, from, toBlock), logs);
    check.progress(toBlock, head.block);
    from = toBlock + 1;
  }
  for (const log of await readLogged(db, check.chain, from, Number.MAX_SAFE_INTEGER)) {
    findings.add(`${placeOf(check.chain, log)}: it lies above block ${head.block}, where the log says it ends`);
  }
  comparison.compareDigests(head);
  const hash = await reader.hashOf(head.block);
  if (hash !== head.hash) {
    findings.add(`block ${head.block}: the log's head has the hash ${head.hash}, the chain's block ${hash ?? 'none'}`);
  }
  return findings.result(name, `${comparison.count} logs in blocks 0 to ${head.block}`, comparison.digests);
}

const RAW_FIELDS = ['blockHash', 'blockTime_s', 'txHash', 'contract', 'topics', 'data'] as const;

/** Goes along both sides in order and notes where they part. */
class Comparison {
  count = 0;
  private chainTime_s = 0;
  private raw = EMPTY_DIGEST;
  private canonical = EMPTY_DIGEST;

  constructor(
    private readonly check: LogCheck,
    private readonly findings: Findings,
  ) {}

  get digests(): Record<string, string> {
    return { 'raw digest': hex(this.raw), 'canonical digest': hex(this.canonical) };
  }

  compare(logged: readonly LoggedLog[], onChain: readonly ReadLog[]): void {
    const unmatched = new Map(onChain.map((log) => [keyOf(log), log]));
    for (const log of logged) {
      this.roll(log);
      const found = unmatched.get(keyOf(log));
      unmatched.delete(keyOf(log));
      if (found) this.compareLog(log, found);
      else this.findings.add(`${placeOf(this.check.chain, log)}: the log has it, the chain does not`);
    }
    for (const log of unmatched.values()) {
      this.findings.add(`${placeOf(this.check.chain, log)}: the chain has it, the log does not`);
    }
  }

  compareDigests(head: LogHead): void {
    for (const [name, rolled, stored] of [
      ['raw digest', hex(this.raw), head.rawDigest],
      ['canonical digest', hex(this.canonical), head.canonicalDigest],
    ]) {
      if (rolled !== stored)
        this.findings.add(`batch ${head.batch}: its ${name} is ${stored}, its events give ${rolled}`);
    }
  }

  private compareLog(logged: LoggedLog, onChain: ReadLog): void {
    const place = placeOf(this.check.chain, logged);
    for (const field of RAW_FIELDS) {
      const [expected, found] = [String(onChain[field]), String(logged[field])];
      if (expected !== found) this.findings.add(`${place}, ${field}: ${parting(expected, found)}`);
    }
    const expected = onChain.events.map(
      ({ kind, ...event }) => `${kind} ${encodePayload({ kind, ...event } as CanonicalEvent)}`,
    );
    const [transaction, stored] = [inWords(onChain.transaction), inWords(logged.transaction)];
    if (transaction !== stored) this.findings.add(`${place}, transaction: ${parting(transaction, stored)}`);
    logged.events.forEach((event, index) => {
      const found = `${event.kind} ${payloadOf(event)}`;
      if (expected[index] !== found || event.ordinal !== index) {
        this.findings.add(
          `${place}, event ${event.ordinal}: the adapter says ${expected[index] ?? 'nothing'}, the log ${found}`,
        );
      }
      if (event.adapter !== onChain.adapter) {
        this.findings.add(`${place}, adapter: it should be ${onChain.adapter}, the log has ${event.adapter}`);
      }
      if (event.chainTime_s !== this.chainTime_s) {
        this.findings.add(`${place}, chain time: it should be ${this.chainTime_s}, the log has ${event.chainTime_s}`);
      }
    });
    if (expected.length > logged.events.length) {
      this.findings.add(`${place}: the adapter finds ${expected.length} events, the log ${logged.events.length}`);
    }
  }

  private roll(log: LoggedLog): void {
    this.count++;
    this.chainTime_s = Math.max(this.chainTime_s, log.blockTime_s);
    this.raw = rollRaw(this.raw, { ...log, chain: this.check.chain });
    for (const event of log.events) this.canonical = rollCanonical(this.canonical, event.kind, payloadOf(event));
  }
}

function inWords(transaction: PlacedTransaction | undefined): string {
  if (!transaction) return 'none that its adapter reads';
  return `one from ${transaction.from} to ${transaction.to ?? 'none'} of ${transaction.value}`;
}

/** Short values in full; of long ones where they part. */
function parting(expected: string, found: string): string {
  if (expected.length + found.length < 300) return `the chain has ${expected}, the log ${found}`;
  let at = 0;
  while (expected[at] === found[at]) at++;
  const byte = Math.max(0, Math.floor(at / 2) - 1);
  const around = (text: string): string => text.slice(2 + 2 * byte, 2 + 2 * byte + 32);
  return `from byte ${byte} on the chain has ${around(expected)}.., the log ${around(found)}..`;
}

/** The fixed encoding of a payload that comes from jsonb, which has amounts as strings already. */
function payloadOf({ kind, payload }: { kind: string; payload: object }): string {
  return encodePayload({ kind, payload } as unknown as CanonicalEvent);
}

const keyOf = ({ block, logIndex }: PlacedLog): string => `${block}|${logIndex}`;
const placeOf = (chain: number, { block, logIndex }: PlacedLog): string =>
  `chain ${chain}, block ${block}, log index ${logIndex}`;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
