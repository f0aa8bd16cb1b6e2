import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { account, METER, TREASURY, VAULT, World } from '../../../test/support/world.js';
import type { CanonicalEvent } from '../events/canonical.js';
import { ZERO_HASH, type AssetId } from '../ids.js';
import { ASSET_STATUSES, OPERATIONS, RELATIONS, ROLES, ROYALTY_POLICIES, SETTLEMENTS } from '../vocabulary.js';
import { checkEquations } from './equations.js';
import { touchedBy } from './touched.js';

/** Few enough that events meet, one of another chain among them. */
const assets = fc.constantFrom(...[1, 2, 3, 4, 5].map((n) => new World().asset(n)), new World().asset(1, 10));
const people = fc.constantFrom(...[1, 2, 3].map(account));
const contracts = fc.constantFrom(METER, account(0x999));
const ppm = fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(0, 1_000_001, 4_294_967_295));
const amounts = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.constantFrom(0n, 1n, (1n << 256n) - 1n));

/** Anything that an adapter could say, sensible or not. */
const events: fc.Arbitrary<CanonicalEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('AssetRegistered' as const),
    payload: fc.record({
      asset: assets,
      kind: fc.constant('MODEL' as const),
      owner: people,
      contentHash: fc.constant(ZERO_HASH),
      metadataUri: fc.string(),
      name: fc.string(),
    }),
  }),
  fc.record({
    kind: fc.constant('AssetTransferred' as const),
    payload: fc.record({ asset: assets, from: people, to: people }),
  }),
  fc.record({
    kind: fc.constant('AssetStatusChanged' as const),
    payload: fc.record({
      asset: assets,
      status: fc.constantFrom(...ASSET_STATUSES),
      disputeId: fc.option(fc.constantFrom('1', '2')),
      outcome: fc.option(fc.constantFrom('DISMISSED' as const, 'UPHELD' as const)),
      beneficiary: fc.option(people),
    }),
  }),
  fc.record({
    kind: fc.constant('ParentLinked' as const),
    payload: fc.record({
      child: assets,
      parent: assets,
      relation: fc.constantFrom(...RELATIONS),
      royaltyPpm: ppm,
      policy: fc.constantFrom(...ROYALTY_POLICIES),
    }),
  }),
  fc.record({
    kind: fc.constant('RoleSplitSet' as const),
    payload: fc.record({ asset: assets, splitPpm: fc.array(ppm, { minLength: 7, maxLength: 7 }) }),
  }),
  fc.record({
    kind: fc.constant('SharesChanged' as const),
    payload: fc.record({
      asset: assets,
      role: fc.constantFrom(...ROLES),
      contributor: people,
      shares: fc.oneof(amounts, fc.constant(-1n)),
    }),
  }),
  fc.record({
    kind: fc.constant('FeeSet' as const),
    payload: fc.record({
      usageContract: contracts,
      feePpm: ppm,
      treasury: fc.constant(TREASURY),
      vault: fc.constantFrom(VAULT, account(0x998)),
    }),
  }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('UsageRecorded' as const),
      payload: fc.record({
        asset: assets,
        consumer: people,
        application: fc.option(people),
        operation: fc.constantFrom(...OPERATIONS),
        units: amounts,
        token: fc.constantFrom(account(0x71), account(0x72)),
        amount: amounts,
        executor: fc.option(people),
        receiptId: fc.constant(ZERO_HASH),
        parentReceiptId: fc.constant(null),
        held: fc.boolean(),
        settlement: fc.constantFrom(...SETTLEMENTS),
      }),
    }),
  },
) as fc.Arbitrary<CanonicalEvent>;

const histories = fc.array(fc.tuple(events, contracts, fc.nat({ max: 700 })), { maxLength: 60 });

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
        const touched = touchedBy(last);
        const before = new World();
        for (const event of w.events.slice(0, -1)) before.apply(event.kind, event.payload as never, event.at.contract);
        const allowed = new Set(touched.accounts);
        const seen: string[] = [];
        const { get } = before.ledger.accounts;
        before.ledger.accounts.get = (key) => {
          seen.push(key.address);
          return get.call(before.ledger.accounts, key);
        };
        const shares: string[] = [];
        const getShare = before.ledger.shares.get;
        before.ledger.shares.get = (key) => {
          shares.push(`${key.assetId}|${key.role}|${key.contributor}`);
          return getShare.call(before.ledger.shares, key);
        };
        before.apply(last.kind, last.payload as never, last.at.contract);
        expect(seen.filter((address) => !allowed.has(address as never))).toEqual([]);
        const named = touched.shares.map(({ assetId, role, contributor }) => `${assetId}|${role}|${contributor}`);
        expect(shares.filter((key) => !named.includes(key))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
