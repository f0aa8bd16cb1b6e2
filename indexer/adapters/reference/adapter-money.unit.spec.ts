import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodePayload } from '../../../src/domain/events/encoding.js';
import { CONTRIBUTION_SOURCES, REWARD_PARTS, ROLES } from '../../../src/domain/vocabulary.js';
import { account, decode, encode, hash, HERE, unknown } from '../../../test/support/reference-log.js';

const MAX = 2n ** 256n - 1n;
const ann = account(0xa11);
const ben = account(0xbe1);
const zero = account(0);
const asset = `eip155:8453/erc721:${HERE}/7`;

const usage = {
  receiptId: hash(9),
  consumer: ann,
  assetRegistry: ben,
  assetChainId: 10n,
  assetId: 42n,
  application: zero,
  operation: 1,
  units: 3n,
  token: account(0x70),
  amount: 1_000n,
  executor: zero,
  parentReceiptId: hash(0),
};

const usageMeaning = {
  asset: `eip155:10/erc721:${ben}/42`,
  consumer: ann,
  application: null,
  operation: 'INVOKE',
  units: 3n,
  token: account(0x70),
  amount: 1_000n,
  executor: null,
  receiptId: hash(9),
  parentReceiptId: null,
  held: false,
  settlement: 'VAULT',
};
const task = `eip155:8453:${HERE}/3`;
const opened = {
  taskId: 3n,
  assetId: 7n,
  sponsor: ann,
  assetRegistry: ben,
  role: 2,
  tokens: [account(0x70), account(0x71)],
  budgets: [MAX, 5n],
  baseRewards: [2n, 0n],
  bonusRewards: [1n, 4n],
};
const submitted = {
  taskId: 3n,
  contributor: ben,
  contentHash: hash(5),
  units: 2n ** 64n - 1n,
  source: 1,
  tags: [`0x${'636174'.padEnd(64, '0')}`, hash(0)],
};
const rewarded = { taskId: 3n, contributor: ben, token: ann, amount: MAX, part: 1, contentHash: hash(5) };

describe('what the events of work, licences, disputes and payouts mean', () => {
  it.each<[string, Record<string, unknown>, object[]]>([
    ['UsageHeld', { ...usage, until: 5n }, [{ kind: 'UsageRecorded', payload: { ...usageMeaning, held: true } }]],
    [
      'UsageReleased',
      { receiptId: hash(9), reason: 'window over' },
      [{ kind: 'UsageReleased', payload: { receiptId: hash(9), reason: 'window over' } }],
    ],
    [
      'UsageReversed',
      { receiptId: hash(9), reason: 'no answer' },
      [{ kind: 'UsageReversed', payload: { receiptId: hash(9), reason: 'no answer' } }],
    ],
    [
      'LicenseGranted',
      {
        assetId: 7n,
        licensee: ann,
        receiptId: hash(9),
        assetRegistry: ben,
        termsHash: hash(3),
        token: account(0x70),
        fee: 8n,
        expiry: 1_800_000_000n,
      },
      [
        {
          kind: 'LicenseGranted',
          payload: {
            asset: `eip155:8453/erc721:${ben}/7`,
            licensee: ann,
            termsHash: hash(3),
            fee: 8n,
            token: account(0x70),
            expiry_s: 1_800_000_000,
          },
        },
      ],
    ],
    [
      'RoleSplitAnnounced',
      { assetId: 7n, ppm: [1, 2, 3, 4, 5, 6, 7], effectiveAt: 1_800_000_000n },
      [
        {
          kind: 'RoleSplitAnnounced',
          payload: { asset, splitPpm: [1, 2, 3, 4, 5, 6, 7], effectiveAt_s: 1_800_000_000 },
        },
      ],
    ],
    [
      'DisputeRaised',
      { assetId: 7n, disputeId: 4n, claimant: ben, reason: 'mine' },
      [
        {
          kind: 'AssetStatusChanged',
          payload: { asset, status: 'DISPUTED', disputeId: '4', outcome: null, beneficiary: null },
        },
      ],
    ],
    [
      'DisputeDecided',
      { assetId: 7n, disputeId: 4n, upheld: true, beneficiary: ben, status: 1 },
      [
        {
          kind: 'AssetStatusChanged',
          payload: { asset, status: 'DISPUTED', disputeId: '4', outcome: 'UPHELD', beneficiary: ben },
        },
      ],
    ],
    [
      'DisputeDecided',
      { assetId: 7n, disputeId: 5n, upheld: false, beneficiary: zero, status: 2 },
      [
        {
          kind: 'AssetStatusChanged',
          payload: { asset, status: 'RETIRED', disputeId: '5', outcome: 'DISMISSED', beneficiary: null },
        },
      ],
    ],
    [
      'TaskOpened',
      opened,
      [
        {
          kind: 'TaskOpened',
          payload: {
            task,
            asset: `eip155:8453/erc721:${ben}/7`,
            sponsor: ann,
            role: 'ANNOTATOR',
            tokens: [
              { token: account(0x70), budget: MAX, baseReward: 2n, bonusReward: 1n },
              { token: account(0x71), budget: 5n, baseReward: 0n, bonusReward: 4n },
            ],
          },
        },
      ],
    ],
    ['TaskClosed', { taskId: 3n }, [{ kind: 'TaskClosed', payload: { task } }]],
    [
      'ContributionSubmitted',
      submitted,
      [
        {
          kind: 'ContributionSubmitted',
          payload: {
            task,
            contributor: ben,
            contentHash: hash(5),
            units: 2n ** 64n - 1n,
            source: 'MACHINE',
            tags: ['cat', ''],
          },
        },
      ],
    ],
    [
      'ContributionReviewed',
      {
        taskId: 3n,
        contributor: ben,
        contentHash: hash(5),
        reviewer: ann,
        acceptedUnits: 2n,
        scorePpm: 900_000,
      },
      [
        {
          kind: 'ContributionReviewed',
          payload: {
            task,
            contributor: ben,
            contentHash: hash(5),
            reviewer: ann,
            acceptedUnits: 2n,
            scorePpm: 900_000,
          },
        },
      ],
    ],
    [
      'RewardPaid',
      rewarded,
      [{ kind: 'RewardPaid', payload: { task, contributor: ben, token: ann, amount: MAX, part: 'BONUS' } }],
    ],
    [
      'PayoutRootPublished',
      {
        epoch: 4_294_967_295,
        root: hash(1),
        mark: 600n,
        remoteMark: 0n,
        configurationDigest: hash(2),
        activeFrom: 9n,
      },
      [
        {
          kind: 'PayoutRootPublished',
          payload: {
            vault: HERE,
            epoch: 4_294_967_295,
            root: hash(1),
            mark_s: 600,
            remoteMark_s: 0,
            configurationDigest: hash(2),
            activeFrom_s: 9,
          },
        },
      ],
    ],
    [
      'Claimed',
      { contributor: ben, token: ann, amount: MAX, epoch: 1 },
      [{ kind: 'Claimed', payload: { vault: HERE, contributor: ben, token: ann, amount: MAX } }],
    ],
    ...[
      ['Deposited', { consumer: ann, token: ben, amount: 1n, payer: ann }],
      ['RolePartLocked', { assetId: 7n, role: 2, leastPpm: 5 }],
      ['BudgetReturned', { taskId: 3n, token: ann, amount: 1n }],
      ['TaskDescribed', { taskId: 3n, leastPpm: 0, dailyUnits: 5n, reviewers: [ann], uri: 'ipfs://x' }],
      ['ReceiptSkipped', { receiptId: hash(9), consumer: ann, reason: 3 }],
    ].map(([name, args]): [string, Record<string, unknown>, object[]] => [
      name as string,
      args as Record<string, unknown>,
      [{ kind: 'Ignored', payload: { name } }],
    ]),
  ])('%s %#', (name, args, meaning) => {
    expect(decode(encode(name, args))).toEqual(meaning);
  });

  it.each([
    ['role', 'TaskOpened', (role: number) => ({ ...opened, role }), ROLES],
    ['source', 'ContributionSubmitted', (source: number) => ({ ...submitted, source }), CONTRIBUTION_SOURCES],
    ['part', 'RewardPaid', (part: number) => ({ ...rewarded, part }), REWARD_PARTS],
  ] as const)(
    'every %s number is known up to the end of its list, and the next one is not',
    (what, name, args, words) => {
      words.forEach((word, number) => {
        expect(encodePayload(decode(encode(name, args(number)))[0]!)).toContain(`"${word}"`);
      });
      expect(decode(encode(name, args(words.length)))).toEqual(
        unknown(`${name}: ${what} ${words.length} is not known`),
      );
    },
  );

  it('is not known where lists differ in length or a time is out of range', () => {
    expect(decode(encode('TaskOpened', { ...opened, budgets: [1n] }))).toEqual(
      unknown('TaskOpened: lists of 2, 1, 2, 2 entries'),
    );
    const split = { assetId: 7n, ppm: [1, 2, 3, 4, 5, 6, 7], effectiveAt: 2n ** 53n };
    expect(decode(encode('RoleSplitAnnounced', split))).toEqual(
      unknown(`RoleSplitAnnounced: time of effect ${2n ** 53n} is out of range`),
    );
  });

  it('is Unknown or of its kind, whatever bytes there are', () => {
    const samples = [encode('TaskOpened', opened), encode('ContributionSubmitted', submitted)];
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(900), fc.nat(255)), { maxLength: 4 }),
        (log, changes) => {
          const data = Buffer.from(log.data.slice(2), 'hex');
          for (const [at, value] of changes) if (at < data.length) data[at] = value;
          const events = decode({ ...log, data: `0x${data.toString('hex')}` as typeof log.data });
          expect(events).toHaveLength(1);
          expect(['TaskOpened', 'ContributionSubmitted', 'Unknown']).toContain(events[0]!.kind);
          expect(encodePayload(events[0]!)).not.toContain('\\u0000');
        },
      ),
      { numRuns: 500 },
    );
  });
});
