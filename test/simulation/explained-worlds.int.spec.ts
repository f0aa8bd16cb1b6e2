import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { accruedAt, type AccruedLine } from '../../src/read-models/entitlements/accrued.js';
import { explain } from '../../src/read-models/entitlements/explain/explain.js';
import type {
  EarningOrigin,
  ExplainPart,
  ExplainPartKind,
  ExplanationResult,
} from '../../src/read-models/entitlements/types.js';
import { type Queryable, queryable } from '../../src/read-models/queryable.js';
import { seedsFrom } from '../support/depth.js';
import { withClient } from '../support/with-client.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { Chance } from './chance.js';
import { everybody } from './everybody.js';
import { randomWorld, timesOf } from './random-world.js';
import { writeStraight } from './straight-world.js';

const INTERVAL_S = 60;
const ONE = 10n ** 18n;
/** Kinds of parts met in any world. */
const kinds = new Set<ExplainPartKind>();

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

it.each(seedsFrom(2, 1))(
  'random world %i explains every figure of everybody, by parts that add up and belong to where the money came from',
  async (seed) => {
    const world = randomWorld({
      seed,
      chains: 2 + (seed % 2),
      eventsPerChain: 90,
      interval_s: INTERVAL_S,
      bounded: true,
    });
    const url = await newDatabase(postgres.url);
    await writeStraight(url, world);
    const marks = marksOf(new Chance(seed), ...timesOf(world));
    await withClient(url, async (client) => {
      const db = queryable(client);
      for (const contributor of await everybody(db)) {
        for (const lines of figuresOf(await accruedAt(db, contributor, marks))) {
          for (let j = 1; j < marks.length; j++) {
            const found = await explained(db, contributor, lines[0]!, [marks[j - 1]!, marks[j]!]);
            expectToAddUp(found, lines, j);
            for (const { kind } of found.parts) kinds.add(kind);
          }
        }
      }
    });
  },
  300_000,
);

it('the worlds explained have parts of every kind', () => {
  expect([...kinds].sort()).toEqual(
    ['USAGE', 'EXECUTOR', 'RELEASED', 'SETTLED_TRANSIT', 'UPHELD', 'DIRECT', 'REWARD', 'FLOORING'].sort(),
  );
});

/** From before everything to after it, over a few marks in between. */
function marksOf(chance: Chance, first_s: number, last_s: number): number[] {
  const intervals = Math.ceil((last_s - first_s) / INTERVAL_S);
  const start_s = Math.floor(first_s / INTERVAL_S) * INTERVAL_S;
  const between = Array.from({ length: 3 }, () => start_s + INTERVAL_S * (1 + chance.below(intervals)));
  return [...new Set([start_s, ...between, start_s + INTERVAL_S * (intervals + 20)])].sort((a, b) => a - b);
}

/** A figure is what somebody earned with one asset in one token. */
function figuresOf(lines: readonly AccruedLine[]): AccruedLine[][] {
  const figures = new Map<string, AccruedLine[]>();
  for (const line of lines) {
    const key = `${line.assetId}|${line.vaultChainId}|${line.token}`;
    figures.set(key, [...(figures.get(key) ?? []), line]);
  }
  return [...figures.values()];
}

function explained(
  db: Queryable,
  contributor: string,
  { assetId, vaultChainId, token }: AccruedLine,
  [from_s, to_s]: readonly [number, number],
): Promise<ExplanationResult> {
  return explain(db, { contributor, assetId, tokenChainId: vaultChainId, token, from_s, to_s, maxUsages: 10_000 });
}

/** Parts of each kind are what was earned by it; those of shares are whole only together with their flooring. */
function expectToAddUp(found: ExplanationResult, lines: readonly AccruedLine[], j: number): void {
  const earned = (origin?: EarningOrigin, part: 'accrued' | 'local' = 'accrued'): bigint =>
    lines
      .filter((line) => origin === undefined || line.origin === origin)
      .reduce((sum, { accrued, settled }) => {
        const growth = accrued[j]! - accrued[j - 1]!;
        return sum + (part === 'local' ? growth - settled[j]! + settled[j - 1]! : growth);
      }, 0n);
  expect(found.figure).toBe(earned());
  expect(found.opening + found.figure).toBe(found.closing);
  expect(found.truncated).toBe(false);
  expect(sumOf(found.parts)).toBe(found.figure * ONE);
  expect(sumOfKind(found, 'EXECUTOR')).toBe(earned('EXECUTOR', 'local') * ONE);
  for (const kind of ['UPHELD', 'DIRECT', 'REWARD'] as const) expect(sumOfKind(found, kind)).toBe(earned(kind) * ONE);
  // A fraction for each role and vault, at the opening and at the close.
  const limit = BigInt(Math.max(lines.filter(({ origin }) => origin === 'SHARES').length, 1)) * ONE;
  const flooring = sumOfKind(found, 'FLOORING');
  expect(flooring < limit && flooring > -limit).toBe(true);
  for (const part of found.parts.filter(({ kind }) => kind === 'RELEASED')) {
    expect(atto(part.amount) <= part.assetKept * ONE && atto(part.amount) > -ONE / 2n).toBe(true);
  }
}

function sumOfKind(found: ExplanationResult, kind: ExplainPartKind): bigint {
  return sumOf(found.parts.filter((part) => part.kind === kind));
}

function sumOf(parts: readonly ExplainPart[]): bigint {
  return parts.reduce((sum, { amount }) => sum + atto(amount), 0n);
}

/** Reads "-12.5" in units of 10^-18. */
function atto(amount: string): bigint {
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d{1,18}))?$/.exec(amount)!;
  const size = BigInt(whole!) * ONE + BigInt(fraction.padEnd(18, '0'));
  return sign ? -size : size;
}
