import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { accruedInVault } from '../../src/payouts/accrued.js';
import { knownVaults } from '../../src/payouts/marks.js';
import { marksInOrder } from '../../src/domain/time.js';
import { accruedAt } from '../../src/read-models/entitlements/accrued.js';
import { queryable } from '../../src/read-models/queryable.js';
import { audit } from '../audit/audit.js';
import type { Books } from '../audit/books.js';
import { seedsFrom } from '../support/depth.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { withClient } from '../support/with-client.js';
import { auditEventsOf } from './audit-events.js';
import { Chance } from './chance.js';
import { everybody } from './everybody.js';
import { intervalsOf, randomWorld, type World } from './random-world.js';
import { settledVaults } from './settled-to.js';
import { writeStraight } from './straight-world.js';

/** Units by text. */
type Units = ReadonlyMap<string, bigint>;

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

it.each(seedsFrom(1, 1))(
  'everybody had at any mark of odd world %i what the audit makes of the events before it',
  async (seed) => {
    const world = randomWorld({ seed, chains: 2 + (seed % 2), eventsPerChain: 90, odd: true, bounded: seed % 2 === 1 });
    const url = await newDatabase(postgres.url);
    await writeStraight(url, world);
    const marks = marksOf(new Chance(seed), world);
    const past = marks.map((mark_s) => auditAt(world, mark_s));
    await withClient(url, async (client) => {
      const db = queryable(client);
      for (const contributor of await everybody(db)) {
        const lines = await accruedAt(db, contributor, marks);
        for (const [j, books] of past.entries()) {
          const found = lines.filter(({ source }) => source === 'VAULT');
          const units = sumsOf(
            found.map(({ assetId, vaultChainId, vault, token, origin, role, accrued }) => {
              const by = origin === 'SHARES' ? role : origin;
              return [`${assetId}|${by}|${vaultChainId}|${vault}|${token}`, accrued[j]!] as const;
            }),
          );
          expect(differences(units, owedTo(contributor, books), 1n)).toEqual([]);
        }
      }
    });
  },
  300_000,
);

it('payout roots of any mark pay what the audit makes of the events before it', async () => {
  const world = randomWorld({ seed: 3, chains: 3, eventsPerChain: 90, odd: true, bounded: true });
  const url = await newDatabase(postgres.url);
  await writeStraight(url, world);
  await withClient(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const db = queryable(client);
    for (const mark_s of marksOf(new Chance(3), world)) {
      const books = auditAt(world, mark_s);
      for (const vault of await knownVaults(db, [...world.events.keys()])) {
        const found = await accruedInVault(db, vault, { mark_s, remoteMark_s: mark_s });
        const leaves = [...found.entries()].map(({ contributor, token, amount }) => [
          `${contributor}|${token}`,
          amount,
        ]);
        const { lines, owed } = paidThrough(`${vault.chain}|${vault.address}`, books);
        // Every entitlement is floored by itself, by a unit too low at most.
        expect(differences(sumsOf(leaves as [string, bigint][]), owed, BigInt(lines))).toEqual([]);
      }
    }
  });
}, 300_000);

/** From before everything to after it. */
function marksOf(chance: Chance, world: World): number[] {
  const { interval_s } = world;
  const { start_s, intervals } = intervalsOf(world);
  const between = Array.from({ length: 6 }, () => start_s + interval_s * (1 + chance.below(intervals)));
  return marksInOrder([start_s, ...between, start_s + interval_s * intervals]);
}

/** What the audit says of the events before a mark, with everything settled up to it. */
function auditAt(world: World, mark_s: number): Books {
  const { events, interval_s } = world;
  const before = [...events].map(([chain, placed]) => {
    return [chain as number, auditEventsOf(placed.filter(({ at }) => at.time_s < mark_s))] as const;
  });
  const settledTo_s = new Map(settledVaults(world).map((vault) => [vault, mark_s]));
  return audit({ interval_s, chains: new Map(before), settledTo_s, settles: world.settles });
}

function owedTo(contributor: string, books: Books): Units {
  const shares = [...books.entitlements.values()].filter((of) => of.contributor === contributor);
  const credited = (what: Units, origin: string) =>
    [...what].flatMap(([key, amount]): [string, bigint][] => {
      const [who, asset, ...purse] = key.split('|');
      return who === contributor ? [[`${asset}|${origin}|${purse.join('|')}`, amount]] : [];
    });
  return sumsOf([
    ...shares.map(({ asset, role, vaultChain, vault, token, exact }) => {
      return [`${asset}|${role}|${vaultChain}|${vault}|${token}`, exact.floor()] as const;
    }),
    ...credited(books.executors, 'EXECUTOR'),
    ...credited(books.upheld, 'UPHELD'),
  ]);
}

/** What a vault owes to everybody by token, and of how many entitlements that is made at most. */
function paidThrough(vault: string, books: Books): { lines: number; owed: Units } {
  const shares = [...books.entitlements.values()].filter((of) => `${of.vaultChain}|${of.vault}` === vault);
  const credited = [...books.executors, ...books.upheld].flatMap(([key, amount]): [string, bigint][] => {
    const [who, , chain, address, token] = key.split('|');
    return `${chain}|${address}` === vault ? [[`${who}|${token}`, amount]] : [];
  });
  const owed = shares.map(({ contributor, token, exact }) => [`${contributor}|${token}`, exact.floor()] as const);
  return { lines: shares.length, owed: sumsOf([...owed, ...credited]) };
}

function sumsOf(parts: Iterable<readonly [string, bigint]>): Units {
  const sums = new Map<string, bigint>();
  for (const [key, units] of parts) sums.set(key, (sums.get(key) ?? 0n) + units);
  return sums;
}

/** Where less is found than is owed, by more than closings may floor on the way, or more than that. */
function differences(found: Units, owed: Units, most: bigint): string[] {
  return [...new Set([...found.keys(), ...owed.keys()])].flatMap((key) => {
    const missing = (owed.get(key) ?? 0n) - (found.get(key) ?? 0n);
    return missing < 0n || missing > most ? [`${key}: ${missing} of ${owed.get(key) ?? 0n} are missing`] : [];
  });
}
