import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import { runs } from '../../../test/support/depth.js';
import { startTestPostgres, type TestPostgres } from '../../../test/support/postgres.js';
import { PEOPLE, randomWorld } from '../../../test/support/random-world.js';
import { storeLedger } from '../../../test/support/stored-ledger.js';
import { account, TOKEN, World } from '../../../test/support/world.js';
import { chainId } from '../../domain/ids.js';
import { LIVE } from '../../fold/chain-tables.js';
import { Settler } from '../../settlement/settlement.js';
import { marksBetween, type StatementPiece } from '../earnings/pieces.js';
import { contributorBalances } from '../entitlements/balances.js';
import type { Queryable } from '../queryable.js';
import { statement, type StatementCut, type StatementQuestion } from './statement.js';
import { totalsOf, type StatementLine } from './statement-lines.js';

const INTERVAL_S = 600;
const START_S = 1_699_999_800;
const FINAL_S = 1_700_012_400;
const AHEAD_S = 1_800_000_000;
const CUTS: readonly StatementCut[] = ['ASSET', 'ROLE', 'VAULT', 'ORIGIN', 'OPERATION'];

let postgres: TestPostgres;
let client: pg.Client;
let last_s: number;
const db: Queryable = {
  query: async <R>(sql: string, parameters?: unknown[]) => (await client.query(sql, parameters)).rows as R[],
};

/** Rewards, direct payments and an upheld dispute, between what happens at random. */
function paidAtOnce(w: World): void {
  for (const [n, contributor] of PEOPLE.entries()) {
    w.time_s += 100;
    const asset = w.asset(1 + (n % 3));
    const role = 'ANNOTATOR' as const;
    w.apply(
      'RevenuePaid',
      { asset, beneficiary: contributor, role, token: TOKEN, amount: 7n + BigInt(n) },
      account(0xd1),
    );
    const tokens = [{ token: TOKEN, budget: 100n, baseReward: 5n, bonusReward: 1n }];
    w.apply('TaskOpened', { task: `${n}`, asset, sponsor: account(4), role, tokens }, account(0x7a5c5));
    w.apply(
      'RewardPaid',
      { task: `${n}`, contributor, token: TOKEN, amount: 11n + BigInt(n), part: 'BASE' },
      account(0x7a5c5),
    );
  }
  const dispute = { asset: w.asset(1), disputeId: '4', beneficiary: null };
  w.apply('AssetStatusChanged', { ...dispute, status: 'DISPUTED', outcome: null });
  w.use(w.asset(1), 999_999n);
  w.apply('AssetStatusChanged', { ...dispute, status: 'ACTIVE', outcome: 'UPHELD', beneficiary: PEOPLE[0]! });
}

const SMALL = 3;
const ALICE = account(0xa11ce);

/** One chain on which an asset is used and lives on royalties, over two days. */
function twoDays(): World {
  const w = new World(SMALL);
  w.time_s = START_S;
  w.fee(0);
  w.register(w.asset(1), ALICE);
  w.register(w.asset(2), account(0xb0b));
  w.link(w.asset(2), w.asset(1), 500_000);
  w.use(w.asset(1), 100n, { operation: 'TRAIN' });
  w.use(w.asset(2), 600n, { operation: 'INVOKE' });
  w.time_s += 86_400;
  w.use(w.asset(1), 50n, { operation: 'DEPLOY' });
  w.use(w.asset(1), 7n, { operation: 'DEPLOY', settlement: 'NONE' });
  return w;
}

const [FROM, TO] = [5, 6];
const [ERIN, GPU] = [account(0xe519), account(0x69b)];

/** Two chains, on one of which usages by two operations pay for an asset of the other: by royalties, and by use of it. */
function crossing(): [World, World] {
  const [from, to] = [new World(FROM), new World(TO)];
  from.time_s = to.time_s = START_S;
  to.register(to.asset(1), ERIN);
  to.register(to.asset(2), account(0xb0b));
  to.split(to.asset(2), { COMPUTE_PROVIDER: 100_000 });
  to.link(to.asset(2), to.asset(1), 500_000);
  from.fee(0);
  from.register(from.asset(1), account(0xb0b));
  from.link(from.asset(1), to.asset(1), 250_000);
  from.use(from.asset(1), 400n, { operation: 'TRAIN' });
  from.use(to.asset(2), 60n, { operation: 'DOWNLOAD', executor: GPU });
  from.time_s += INTERVAL_S;
  from.use(from.asset(1), 40n, { operation: 'INVOKE' });
  from.time_s = to.time_s = START_S + 2 * 86_400;
  from.register(from.asset(9), account(1));
  to.register(to.asset(9), account(1));
  return [from, to];
}

const [BEFORE, BEGINS, ENDS] = [7, 8, 9];
/** When {@link BEGINS} begins to settle, and {@link ENDS} ends. */
const TURN_S = START_S + 3 * INTERVAL_S;
const [WAITING, GONE] = [account(0x3a17), account(0x60e)];

/**
 * A chain whose usages pay for assets of two others: one that begins to settle after most of them, and one that has
 * ended by the last. What is paid for the first one's also gives to the second one's.
 */
function waiting(): [World, World, World] {
  const [before, begins, ends] = [new World(BEFORE), new World(BEGINS), new World(ENDS)];
  before.time_s = begins.time_s = ends.time_s = START_S;
  ends.register(ends.asset(1), GONE);
  begins.register(begins.asset(1), WAITING);
  begins.link(begins.asset(1), ends.asset(1), 500_000);
  before.fee(0);
  before.register(before.asset(1), account(0xb0b));
  before.link(before.asset(1), begins.asset(1), 500_000);
  before.link(before.asset(1), ends.asset(1), 250_000);
  before.use(before.asset(1), 400n, { operation: 'TRAIN' });
  before.time_s += INTERVAL_S;
  before.use(begins.asset(1), 60n, { operation: 'DOWNLOAD' });
  before.time_s = TURN_S;
  before.use(before.asset(1), 40n, { operation: 'INVOKE' });
  before.time_s += INTERVAL_S;
  before.use(before.asset(1), 80n, { operation: 'DEPLOY' });
  before.time_s = begins.time_s = ends.time_s = START_S + 2 * 86_400;
  for (const w of [before, begins, ends]) w.register(w.asset(9), account(1));
  return [before, begins, ends];
}

const MANY = 4;
const MANY_ASSETS = 230;
const CAROL = account(0xca401);

/** One chain on which somebody holds shares in more assets than are looked at together. */
function manyAssets(): World {
  const w = new World(MANY);
  w.time_s = START_S;
  for (let n = 1; n <= MANY_ASSETS; n++) {
    w.register(w.asset(n), account(0xda4e));
    w.split(w.asset(n), { ANNOTATOR: 500_000 });
    w.shares(w.asset(n), 'ANNOTATOR', CAROL, 1n);
    w.time_s += 500;
    w.use(w.asset(n), BigInt(2 * n), { operation: n % 2 === 0 ? 'TRAIN' : 'INVOKE' });
  }
  return w;
}

beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client(postgres.url);
  await client.connect();
  const worlds = [1, 2].map((chain) => randomWorld({ seed: 40 + chain, events: 300, chain, otherChain: 3 - chain }));
  worlds.forEach(paidAtOnce);
  worlds.push(twoDays(), manyAssets(), ...crossing(), ...waiting());
  last_s = Math.max(...worlds.map((w) => w.time_s));
  for (const w of worlds) {
    await storeLedger(client, w.ledger);
    await client.query(
      `INSERT INTO fold.checkpoint (chain_id, fold_version, interval_s, status, last_batch, time_s, block_time_s,
         finalized_block, finalized_time_s, closed_to_s)
       VALUES ($1, 1, $2, 'FOLLOWING', 1, $3, $3, 1000000, $4, $4)`,
      [w.chain, INTERVAL_S, last_s, FINAL_S],
    );
  }
  await new Settler(client, {
    schemas: LIVE,
    interval_s: INTERVAL_S,
    chains: [
      ...[1, 2, SMALL, MANY, FROM, TO, BEFORE].map((id) => ({ id: chainId(id) })),
      { id: chainId(BEGINS), settles: { from_s: TURN_S } },
      { id: chainId(ENDS), settles: { until_s: TURN_S } },
    ],
  }).settle();
}, 60_000);

afterAll(async () => {
  await client?.end();
  await postgres?.stop();
});

function ask(contributor: string, marks: readonly number[], more: Partial<StatementQuestion> = {}) {
  return statement(db, { contributor, marks, cuts: [], filter: {}, isFinal: false, ...more });
}

const sumsOf = (lines: readonly StatementLine[]) =>
  totalsOf(lines).map(({ vaultChainId, token, opening, amount, closing }) => {
    return { vaultChainId, token, opening, amount, closing };
  });

describe('a statement', () => {
  const piece = fc.constantFrom<StatementPiece>('INTERVAL', 'HOUR', 'DAY', 'PERIOD');
  const times = fc.tuple(fc.nat(40_000), fc.nat(40_000)).filter(([a, b]) => a !== b);

  it('adds up in every line, and every cut of any period sums to the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PEOPLE),
        times,
        piece,
        fc.subarray([...CUTS]),
        fc.boolean(),
        async (contributor, [a, b], word, cuts, isFinal) => {
          const marks = marksBetween(START_S + Math.min(a, b), START_S + Math.max(a, b), word, INTERVAL_S, 2_000);
          const lines = await ask(contributor, marks, { cuts, isFinal });
          for (const line of [...lines, ...totalsOf(lines)]) {
            let balance = line.opening;
            for (const movement of line.movements) {
              expect(movement.opening).toBe(balance);
              expect(movement.closing).toBe((balance += movement.amount));
            }
            expect(balance).toBe(line.closing);
            expect(line.opening + line.amount).toBe(line.closing);
          }
          expect(sumsOf(lines)).toEqual(sumsOf(await ask(contributor, marks, { isFinal })));
        },
      ),
      { numRuns: runs(16), seed: 1 },
    );
  });

  it('closes with the balances, and tells every origin', async () => {
    const origins = new Set<string | null>();
    for (const contributor of PEOPLE) {
      const lines = await ask(contributor, [START_S, AHEAD_S], { cuts: ['VAULT', 'ORIGIN'] });
      for (const line of lines) origins.add(line.origin);
      const accrued = new Map<string, bigint>();
      for (const { vaultChainId, vault, source, closing } of lines) {
        const key = `${vaultChainId}|${vault}|${source}`;
        accrued.set(key, (accrued.get(key) ?? 0n) + closing);
      }
      for (const balance of await contributorBalances(db, contributor)) {
        expect(accrued.get(`${balance.vaultChainId}|${balance.vault}|${balance.source}`) ?? 0n).toBe(balance.accrued);
      }
    }
    expect([...origins].sort()).toEqual(['DIRECT', 'EXECUTOR', 'REWARD', 'SHARES', 'UPHELD']);
  });

  it('of every asset by itself, of every role and of every origin sums to the whole', async () => {
    const marks = [START_S + 3_600, START_S + 7_200, AHEAD_S];
    const whole = sumsOf(await ask(PEOPLE[0]!, marks));
    for (const [cut, field] of [
      ['ASSET', 'assetId'],
      ['ROLE', 'role'],
      ['ORIGIN', 'origin'],
    ] as const) {
      const lines = await ask(PEOPLE[0]!, marks, { cuts: [cut] });
      const alone: StatementLine[] = [];
      for (const value of new Set(lines.map((line) => line[field]))) {
        alone.push(...(await ask(PEOPLE[0]!, marks, { filter: { [field]: value } })));
      }
      expect(sumsOf(alone)).toEqual(whole);
    }
  });

  it('by operation is divided by what the usages of each interval brought, wherever it is cut, and never shrinks', async () => {
    const marks = marksBetween(START_S, START_S + 40_000, 'INTERVAL', INTERVAL_S, 2_000);
    const operations = new Set<string | null>();
    for (const contributor of PEOPLE) {
      const lines = await ask(contributor, marks, { cuts: ['ORIGIN', 'OPERATION'] });
      for (const { origin, operation, amount, movements } of lines) {
        if (amount > 0n) operations.add(operation);
        for (const movement of movements) expect(movement.amount).toBeGreaterThan(0n);
        if (origin !== 'SHARES' && origin !== 'EXECUTOR') expect(operation).toBeNull();
      }
      const cutAt = 1 + (lines.length % (marks.length - 2));
      const [before, after] = [marks.slice(0, cutAt + 1), marks.slice(cutAt)];
      const closings = await closingsOf(contributor, before);
      expect(await openingsOf(contributor, after)).toEqual(closings);
    }
    expect([...operations].sort()).toEqual(['DOWNLOAD', 'INVOKE', 'TRAIN', null].sort());
  });

  it('by operation tells what each brought, royalties too', async () => {
    const marks = marksBetween(START_S, START_S + 2 * 86_400, 'DAY', INTERVAL_S, 2_000);
    const lines = await ask(ALICE, marks, { cuts: ['OPERATION'] });
    expect(lines.map(({ operation, movements }) => [operation, movements.map(({ amount }) => amount)])).toEqual([
      ['DEPLOY', [50n]],
      ['INVOKE', [300n]],
      ['TRAIN', [100n]],
    ]);
  });

  it('by operation tells what brought money over borders, royalties and usages from afar', async () => {
    const byOperation = async (contributor: string) => {
      const lines = await ask(contributor, [START_S, AHEAD_S], { cuts: ['ORIGIN', 'OPERATION'] });
      return lines.map(({ vaultChainId, origin, operation, amount }) => [vaultChainId, origin, operation, amount]);
    };
    // A quarter of 400 and of 40, and half of 60.
    expect(await byOperation(ERIN)).toEqual([
      [FROM, 'SHARES', 'DOWNLOAD', 30n],
      [FROM, 'SHARES', 'INVOKE', 10n],
      [FROM, 'SHARES', 'TRAIN', 100n],
    ]);
    expect(await byOperation(GPU)).toEqual([[FROM, 'EXECUTOR', 'DOWNLOAD', 3n]]);
  });

  it('by operation tells what brought money that waited for a chain to settle, and nothing of what never arrives', async () => {
    const marks = [START_S, TURN_S, TURN_S + INTERVAL_S, TURN_S + 2 * INTERVAL_S];
    const byOperation = async (contributor: string) => {
      const lines = await ask(contributor, marks, { cuts: ['OPERATION'] });
      return lines.map(({ operation, movements }) => [operation, ...movements.map((m) => [m.end_s, m.amount])]);
    };
    const [first_s, second_s] = [TURN_S + INTERVAL_S, TURN_S + 2 * INTERVAL_S];
    // Half of half, and half of 60: the other half was for a chain that had ended when the money came to this one.
    expect(await byOperation(WAITING)).toEqual([
      ['DEPLOY', [second_s, 20n]],
      ['DOWNLOAD', [first_s, 30n]],
      ['INVOKE', [first_s, 10n]],
      ['TRAIN', [first_s, 100n]],
    ]);
    // A quarter of what was used in time.
    expect(await byOperation(GONE)).toEqual([['TRAIN', [TURN_S, 100n]]]);
  });

  it('of somebody with many assets tells each of them, whatever it is cut by', async () => {
    const marks = marksBetween(START_S, AHEAD_S, 'MONTH', INTERVAL_S, 2_000);
    const each = Array.from({ length: MANY_ASSETS }, (_, index) => BigInt(index + 1));
    const amountsOf = (lines: readonly StatementLine[]) =>
      lines.map(({ amount }) => amount).sort((a, b) => Number(a - b));
    expect(amountsOf(await ask(CAROL, marks, { cuts: ['ASSET', 'ROLE'] }))).toEqual(each);
    const sumOf = (amounts: readonly bigint[]) => amounts.reduce((sum, amount) => sum + amount, 0n);
    expect(amountsOf(await ask(CAROL, marks))).toEqual([sumOf(each)]);
    const byOperation = await ask(CAROL, marks, { cuts: ['OPERATION'] });
    expect(byOperation.map(({ operation, amount }) => [operation, amount])).toEqual([
      ['INVOKE', sumOf(each.filter((amount) => amount % 2n === 1n))],
      ['TRAIN', sumOf(each.filter((amount) => amount % 2n === 0n))],
    ]);
  });

  const byKey = async (contributor: string, marks: readonly number[], end: 'opening' | 'closing') => {
    const lines = await ask(contributor, marks, { cuts: ['ASSET', 'OPERATION'] });
    return lines.flatMap((line): [string, bigint][] => (line[end] === 0n ? [] : [[line.key, line[end]]]));
  };
  const openingsOf = (contributor: string, marks: readonly number[]) => byKey(contributor, marks, 'opening');
  const closingsOf = (contributor: string, marks: readonly number[]) => byKey(contributor, marks, 'closing');

  it('of what is final ends where the chains have closed, and is not provisional', async () => {
    const [final] = await ask(PEOPLE[0]!, [START_S, AHEAD_S], { isFinal: true });
    const [then] = await ask(PEOPLE[0]!, [START_S, FINAL_S]);
    const [now] = await ask(PEOPLE[0]!, [START_S, AHEAD_S]);
    expect(final!.closing).toBe(then!.closing);
    expect(final!.provisional).toBe(false);
    expect(now!.closing).toBeGreaterThan(final!.closing);
    expect(now!.provisional).toBe(true);
  });
});
