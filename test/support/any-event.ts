import fc from 'fast-check';
import type { CanonicalEvent } from '../../src/domain/events/canonical.js';
import { ZERO_HASH, type Hex } from '../../src/domain/ids.js';
import {
  ASSET_STATUSES,
  OPERATIONS,
  RELATIONS,
  ROLES,
  ROYALTY_POLICIES,
  SETTLEMENTS,
} from '../../src/domain/vocabulary.js';
import { account, METER, TREASURY, VAULT, World } from './world.js';

/** Few enough that events meet, one of another chain among them. */
const assets = fc.constantFrom(...[1, 2, 3, 4, 5].map((n) => new World().asset(n)), new World().asset(1, 10));
const people = fc.constantFrom(...[1, 2, 3].map(account));
/** Contracts that events come from. */
export const contracts = fc.constantFrom(METER, account(0x999));
const ppm = fc.oneof(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom(0, 1_000_001, 4_294_967_295));
const amounts = fc.oneof(fc.bigInt({ min: 0n, max: 10n ** 9n }), fc.constantFrom(0n, 1n, (1n << 256n) - 1n));

const tokens = fc.constantFrom(account(0x71), account(0x72));
const receipts = fc.constantFrom(ZERO_HASH, `0x${'0'.repeat(63)}1` as Hex, `0x${'0'.repeat(63)}2` as Hex);
const tasks = fc.constantFrom('1', '2');

/** Anything that an adapter could say, sensible or not. */
export const anyEvent: fc.Arbitrary<CanonicalEvent> = fc.oneof(
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
        token: tokens,
        amount: amounts,
        executor: fc.option(people),
        receiptId: receipts,
        parentReceiptId: fc.constant(null),
        held: fc.boolean(),
        settlement: fc.constantFrom(...SETTLEMENTS),
      }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('UsageReleased' as const, 'UsageReversed' as const),
      payload: fc.record({ receiptId: receipts, reason: fc.string() }),
    }),
  },
  fc.record({
    kind: fc.constant('RevenuePaid' as const),
    payload: fc.record({
      asset: assets,
      beneficiary: people,
      role: fc.constantFrom(...ROLES),
      token: tokens,
      amount: amounts,
    }),
  }),
  fc.record({
    kind: fc.constant('PricePosted' as const),
    payload: fc.record({
      token: tokens,
      priceUsd: fc.oneof(fc.constantFrom('1', '0', '-1', '0.9998', `1.${'0'.repeat(40)}1`), fc.string()),
      decimals: fc.nat({ max: 255 }),
      source: fc.string(),
    }),
  }),
  fc.record({
    kind: fc.constant('TokenDescribed' as const),
    payload: fc.record({ token: tokens, symbol: fc.string(), decimals: fc.nat({ max: 255 }) }),
  }),
  fc.record({
    kind: fc.constant('RoleSplitAnnounced' as const),
    payload: fc.record({
      asset: assets,
      splitPpm: fc.array(ppm, { minLength: 7, maxLength: 7 }),
      effectiveAt_s: fc.nat(),
    }),
  }),
  fc.record({
    kind: fc.constant('LicenseGranted' as const),
    payload: fc.record({
      asset: assets,
      licensee: people,
      termsHash: fc.constant(ZERO_HASH),
      fee: amounts,
      token: tokens,
      expiry_s: fc.nat(),
    }),
  }),
  fc.record({
    kind: fc.constant('TaskOpened' as const),
    payload: fc.record({
      task: tasks,
      asset: assets,
      sponsor: people,
      role: fc.constantFrom(...ROLES),
      tokens: fc.array(fc.record({ token: tokens, budget: amounts, baseReward: amounts, bonusReward: amounts })),
    }),
  }),
  fc.record({ kind: fc.constant('TaskClosed' as const), payload: fc.record({ task: tasks }) }),
  fc.record({
    kind: fc.constant('ContributionSubmitted' as const),
    payload: fc.record({
      task: tasks,
      contributor: people,
      contentHash: receipts,
      units: amounts,
      source: fc.constantFrom('HUMAN' as const, 'MACHINE' as const),
      tags: fc.array(fc.string()),
    }),
  }),
  fc.record({
    kind: fc.constant('ContributionReviewed' as const),
    payload: fc.record({
      task: tasks,
      contributor: people,
      contentHash: receipts,
      reviewer: people,
      acceptedUnits: amounts,
      scorePpm: ppm,
    }),
  }),
  fc.record({
    kind: fc.constant('RewardPaid' as const),
    payload: fc.record({
      task: tasks,
      contributor: people,
      token: tokens,
      amount: amounts,
      part: fc.constantFrom('BASE' as const, 'BONUS' as const),
    }),
  }),
  fc.record({
    kind: fc.constant('PayoutRootPublished' as const),
    payload: fc.record({
      vault: fc.constantFrom(VAULT, account(0x998)),
      epoch: fc.nat({ max: 3 }),
      root: receipts,
      mark_s: fc.integer({ min: 1_700_000_000, max: 1_700_040_000 }),
      remoteMark_s: fc.nat(),
      configurationDigest: fc.constant(ZERO_HASH),
      activeFrom_s: fc.integer({ min: 1_700_000_000, max: 1_700_040_000 }),
    }),
  }),
  fc.record({
    kind: fc.constant('Claimed' as const),
    payload: fc.record({
      vault: fc.constantFrom(VAULT, account(0x998)),
      contributor: people,
      token: tokens,
      amount: amounts,
    }),
  }),
) as fc.Arbitrary<CanonicalEvent>;
