import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { anyEvent, contracts } from '../../../test/support/any-event.js';
import { type account, World } from '../../../test/support/world.js';
import type { CanonicalEvent, PlacedEvent } from '../events/canonical.js';
import type { AssetId } from '../ids.js';
import { ROLES } from '../vocabulary.js';
import { checkEquations } from './equations.js';
import { Touched } from './touched.js';

const histories = fc.array(fc.tuple(anyEvent, contracts, fc.nat({ max: 700 })), { maxLength: 60 });

function play(history: readonly (readonly [CanonicalEvent, ReturnType<typeof account>, number])[]): World {
  const w = new World();
  for (const [event, contract, seconds] of history) {
    w.time_s += seconds;
    w.apply(event.kind, event.payload as never, contract);
  }
  return w;
}

describe('whatever a chain says', () => {
  it('is applied without throwing, and the books balance after it', () => {
    fc.assert(
      fc.property(histories, (history) => {
        expect(checkEquations(play(history).money())).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('never makes a loop of links, of whatever policies', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const { ledger } = play(history);
        const above = (asset: AssetId, path: readonly AssetId[]): void => {
          expect(path).not.toContain(asset);
          const row = ledger.assets.get({ assetId: asset });
          for (const { parent } of row?.links ?? []) above(parent, [...path, asset]);
        };
        for (const { assetId } of ledger.assets.rows.values()) above(assetId, []);
      }),
      { numRuns: 200 },
    );
  });

  it('reads no more than what was said to be touched', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const w = play(history);
        const last = w.events.at(-1);
        if (!last) return;
        const before = new World();
        for (const event of w.events.slice(0, -1)) before.apply(event.kind, event.payload as never, event.at.contract);
        const named = namedBy(last, before);
        const read = readKeys(before, () => before.apply(last.kind, last.payload as never, last.at.contract));
        for (const [table, keys] of read) expect(keys.filter((key) => !named.get(table)?.has(key))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

const TABLES = [
  'accounts',
  'shares',
  'heldUsages',
  'disputes',
  'tasks',
  'taskTokens',
  'contributions',
  'payoutVaults',
] as const;
type Table = (typeof TABLES)[number];

const keyText = (key: object): string => JSON.stringify(Object.entries(key).sort());

/** Runs `work` and says which keys it has read of which table. */
function readKeys({ ledger }: World, work: () => void): Map<Table, string[]> {
  const seen = new Map<Table, string[]>(TABLES.map((table) => [table, []]));
  for (const name of TABLES) {
    const table = ledger[name] as { get(key: object): unknown };
    const get = table.get.bind(table);
    table.get = (key) => {
      // A whole row may serve as its key.
      const { columns } = table as unknown as { columns: readonly string[] };
      seen.get(name)!.push(keyText(Object.fromEntries(columns.map((column) => [column, key[column as never]]))));
      return get(key);
    };
  }
  work();
  return seen;
}

/** The keys that must be loaded for an event, releases and payers included. */
function namedBy(event: PlacedEvent, { ledger }: World): Map<Table, Set<string>> {
  const touched = new Touched().add(event);
  const held = touched.receipts.map((key) => ledger.heldUsages.get(key)).filter((row) => row !== undefined);
  if (event.kind === 'UsageReleased') for (const row of held) touched.addRelease(row);
  const payer = event.kind === 'UsageRecorded' ? event.payload.consumer : held[0]?.consumer;
  const pools = ROLES.flatMap((role) =>
    [...ledger.assets.rows.values()].map(({ assetId }) => ({ assetId, role, contributor: payer })),
  );
  const isHolder = payer !== undefined && ledger.accounts.get({ address: payer })?.shareholder;
  const keys: Record<Table, readonly object[]> = {
    accounts: [...touched.accounts].map((address) => ({ address })),
    shares: isHolder ? [...touched.shares, ...pools] : touched.shares,
    heldUsages: touched.receipts,
    disputes: touched.disputes,
    tasks: touched.tasks,
    taskTokens: touched.taskTokens,
    contributions: touched.contributions,
    payoutVaults: [...touched.vaults].map((vault) => ({ vault })),
  };
  return new Map(TABLES.map((table) => [table, new Set(keys[table].map(keyText))]));
}
