import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startTestPostgres, type TestPostgres } from '../../../../test/support/postgres.js';
import { PEOPLE, randomWorld } from '../../../../test/support/random-world.js';
import { storeLedger } from '../../../../test/support/stored-ledger.js';
import { account, TOKEN, World } from '../../../../test/support/world.js';
import { intervalEnd } from '../../../domain/time.js';
import type { Queryable } from '../../queryable.js';
import { earningsByAsset } from '../balances.js';
import type { ExplainPart, ExplainQuestion, ExplanationResult } from '../types.js';
import { explain } from './explain.js';

const CHAIN = 1;
/** Another chain in the same database, with one asset and figures that can be worked out by hand. */
const SMALL = 3;
const END_S = 4_000_000_000;

const world = randomWorld({ seed: 11, events: 500, chain: CHAIN });
const small = new World(SMALL);
const ALICE = account(1);
const BOB = account(2);

function playSmall(): void {
  small.fee(100_000);
  small.register(small.asset(1), ALICE);
  small.register(small.asset(2), BOB);
  small.link(small.asset(2), small.asset(1), 500_000);
  small.split(small.asset(1), { ANNOTATOR: 300_000, COMPUTE_PROVIDER: 100_000 });
  small.shares(small.asset(1), 'ANNOTATOR', BOB, 1n);
  small.shares(small.asset(1), 'ANNOTATOR', ALICE, 2n);
  small.use(small.asset(2), 1000n);
  small.time_s += 3600;
  small.use(small.asset(1), 100n, { executor: BOB });
}

let postgres: TestPostgres;
let client: pg.Client;
const db: Queryable = {
  query: async <R>(sql: string, parameters?: unknown[]) => (await client.query(sql, parameters)).rows as R[],
};

beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client(postgres.url);
  await client.connect();
  playSmall();
  await storeLedger(client, world.ledger);
  await storeLedger(client, small.ledger);
});

afterAll(async () => {
  await client?.end();
  await postgres?.stop();
});

function ask(more: Partial<ExplainQuestion>): Promise<ExplanationResult> {
  return explain(db, {
    contributor: PEOPLE[0]!,
    assetId: world.asset(1),
    tokenChainId: CHAIN,
    token: TOKEN,
    from_s: 0,
    to_s: END_S,
    maxUsages: 10_000,
    ...more,
  });
}

const ONE = 10n ** 18n;

/** Reads "-12.5" in units of 10^-18. */
function atto(amount: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(amount)!;
  const size = BigInt(whole!) * ONE + BigInt(fraction.padEnd(18, '0'));
  return sign ? -size : size;
}

const sumOf = (parts: readonly ExplainPart[]): bigint => parts.reduce((sum, { amount }) => sum + atto(amount), 0n);

describe('an explanation', () => {
  it('names usages, royalties and executed work with the very parts they gave', async () => {
    const found = await ask({ contributor: BOB, assetId: small.asset(1), tokenChainId: SMALL });
    // 1000 less fee leaves 900; half of it is the royalty; 30 % of 450 is 135, a third of that Bob's.
    // 100 less fee leaves 90; 9 go to Bob as executor; 300,000 of 900,000 parts of 81 are 27, a third Bob's.
    expect(found.parts.map(({ kind, role, assetKept, amount }) => [kind, role, assetKept, amount])).toEqual([
      ['EXECUTOR', 'COMPUTE_PROVIDER', 9n, '9'],
      ['USAGE', 'ANNOTATOR', 81n, '9'],
      ['USAGE', 'ANNOTATOR', 450n, '45'],
      ['FLOORING', null, 0n, '0'],
    ]);
    expect(found).toMatchObject({ opening: 0n, closing: 63n, figure: 63n, truncated: false });
    expect(found.parts[2]!.note).toBe(
      `Royalty out of INVOKE of ${small.asset(2)}: annotators get 30 %, 1 of 3 shares.`,
    );
    expect(found.rules).toContain(
      'From 2023-11-14T22:13:20Z: annotators 30 %, compute providers 10 %, the owner the rest.',
    );
  });

  it('of a period opens with what was earned before it', async () => {
    const from_s = intervalEnd(small.time_s, 600) - 600;
    const found = await ask({ contributor: BOB, assetId: small.asset(1), tokenChainId: SMALL, from_s });
    expect(found).toMatchObject({ opening: 45n, closing: 63n, figure: 18n });
    expect(found.parts.map(({ kind }) => kind)).toEqual(['EXECUTOR', 'USAGE', 'FLOORING']);
  });

  it('adds up exactly, for everybody and every asset, with less than a unit of flooring for each role', async () => {
    let explained = 0;
    for (const contributor of PEOPLE.slice(0, 4)) {
      for (const [assetId, lines] of byAsset(await earningsByAsset(db, contributor))) {
        const found = await ask({ contributor, assetId });
        expect(found.figure).toBe(lines.reduce((sum, { accrued }) => sum + accrued, 0n));
        expect(sumOf(found.parts)).toBe(found.figure * ONE);
        const flooring = atto(found.parts.at(-1)!.amount);
        expect(flooring <= 0n && flooring > -BigInt(lines.length) * ONE).toBe(true);
        expect(found.parts.filter(({ usagePosition, kind }) => kind === 'USAGE' && !usagePosition)).toEqual([]);
        explained++;
      }
    }
    expect(explained).toBeGreaterThan(8);
  });

  it('adds up over any period, between any two marks', async () => {
    const first = intervalEnd(world.events[0]!.at.time_s, 600);
    for (const [from, to] of [
      [0, 20],
      [7, 31],
      [20, 21],
    ] as const) {
      const found = await ask({ from_s: first + from * 600, to_s: first + to * 600 });
      expect(found.opening + found.figure).toBe(found.closing);
      expect(sumOf(found.parts)).toBe(found.figure * ONE);
      const flooring = atto(found.parts.at(-1)!.amount);
      expect(flooring < 5n * ONE && flooring > -5n * ONE).toBe(true);
    }
  });

  it('of more usages than asked for names the latest and has one line for the rest', async () => {
    const all = await ask({});
    const some = await ask({ maxUsages: 3 });
    expect(some.truncated).toBe(true);
    expect(some.figure).toBe(all.figure);
    expect(sumOf(some.parts)).toBe(all.figure * ONE);
    const named = some.parts.filter(({ usagePosition }) => usagePosition !== null);
    expect(new Set(named.map(({ usagePosition }) => usagePosition)).size).toBeLessThanOrEqual(3);
    expect(some.parts.at(-2)!.note).toBe('Earlier usages of the period, together.');
  });

  it('of somebody who has nothing to do with the asset is empty but for the rules', async () => {
    const found = await ask({ contributor: account(0xdead) });
    expect(found).toMatchObject({ opening: 0n, closing: 0n, figure: 0n });
    expect(found.parts.map(({ kind, amount }) => [kind, amount])).toEqual([['FLOORING', '0']]);
  });

  it('of an asset nobody registered answers with nothing', async () => {
    const found = await ask({ assetId: world.asset(4711) });
    expect(found).toMatchObject({ figure: 0n, truncated: false });
  });
});

function byAsset<T extends { readonly assetId: string }>(lines: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const line of lines) groups.set(line.assetId, [...(groups.get(line.assetId) ?? []), line]);
  return groups;
}
