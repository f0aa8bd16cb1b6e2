import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CanonicalEvent } from '../../../src/domain/events/canonical.js';
import { decodeEvent, encodePayload } from '../../../src/domain/events/encoding.js';
import type { Hex } from '../../../src/domain/ids.js';
import {
  ASSET_KINDS,
  ASSET_STATUSES,
  OPERATIONS,
  RELATIONS,
  ROLES,
  ROYALTY_POLICIES,
} from '../../../src/domain/vocabulary.js';
import { account, BLOCK, decode, encode, hash, HERE, raw, unknown } from '../../../test/support/reference-log.js';
import { referenceAdapter } from './adapter.js';

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
const registered = { assetId: 7n, owner: ann, kind: 1, contentHash: hash(5), uri: 'ipfs://x', name: 'Llama' };
const linked = {
  childId: 7n,
  parentChainId: 10n,
  parentRegistry: ben,
  parentId: 1n,
  relation: 1,
  royaltyPpm: 5,
  policy: 0,
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
describe('what events mean', () => {
  it.each<[string, Record<string, unknown>, CanonicalEvent[] | object[]]>([
    [
      'AssetRegistered',
      registered,
      [
        {
          kind: 'AssetRegistered',
          payload: { asset, kind: 'MODEL', owner: ann, contentHash: hash(5), metadataUri: 'ipfs://x', name: 'Llama' },
        },
      ],
    ],
    [
      'VersionPublished',
      { assetId: 7n, version: 4_294_967_295, contentHash: hash(5), uri: 'u' },
      [{ kind: 'AssetVersionPublished', payload: { asset, version: 4_294_967_295, contentHash: hash(5), uri: 'u' } }],
    ],
    [
      'Transfer',
      { from: ann, to: ben, tokenId: 7n },
      [{ kind: 'AssetTransferred', payload: { asset, from: ann, to: ben } }],
    ],
    ['Transfer', { from: zero, to: ben, tokenId: 7n }, [{ kind: 'Ignored', payload: { name: 'Transfer' } }]],
    ['Approval', { owner: ann, approved: ben, tokenId: 7n }, [{ kind: 'Ignored', payload: { name: 'Approval' } }]],
    [
      'StatusChanged',
      { assetId: 7n, status: 2 },
      [
        {
          kind: 'AssetStatusChanged',
          payload: { asset, status: 'RETIRED', disputeId: null, outcome: null, beneficiary: null },
        },
      ],
    ],
    [
      'TermsSet',
      {
        assetId: 7n,
        derivativesAllowed: true,
        minRoyaltyPpm: 9,
        royaltyPolicy: 1,
        commercialUse: false,
        termsHash: hash(3),
      },
      [
        {
          kind: 'TermsSet',
          payload: {
            asset,
            derivativesAllowed: true,
            minRoyaltyPpm: 9,
            royaltyPolicy: 'ABSOLUTE',
            commercialUse: false,
            termsHash: hash(3),
          },
        },
      ],
    ],
    [
      'ParentLinked',
      linked,
      [
        {
          kind: 'ParentLinked',
          payload: {
            child: asset,
            parent: `eip155:10/erc721:${ben}/1`,
            relation: 'FINETUNED_FROM',
            royaltyPpm: 5,
            policy: 'RELATIVE',
          },
        },
      ],
    ],
    [
      'RoleSplitSet',
      { assetId: 7n, ppm: [1, 2, 3, 4, 5, 6, 7] },
      [{ kind: 'RoleSplitSet', payload: { asset, splitPpm: [1, 2, 3, 4, 5, 6, 7] } }],
    ],
    [
      'SharesChanged',
      { assetId: 7n, role: 2, contributors: [ann, ben, ann], shares: [1n, 2n ** 96n - 1n, 0n] },
      [
        { kind: 'SharesChanged', payload: { asset, role: 'ANNOTATOR', contributor: ann, shares: 1n } },
        { kind: 'SharesChanged', payload: { asset, role: 'ANNOTATOR', contributor: ben, shares: 2n ** 96n - 1n } },
        { kind: 'SharesChanged', payload: { asset, role: 'ANNOTATOR', contributor: ann, shares: 0n } },
      ],
    ],
    [
      'SharesChanged',
      { assetId: 7n, role: 2, contributors: [], shares: [] },
      [{ kind: 'Ignored', payload: { name: 'SharesChanged' } }],
    ],
    [
      'UsageRecorded',
      usage,
      [
        {
          kind: 'UsageRecorded',
          payload: usageMeaning,
        },
      ],
    ],
    [
      'FeeSet',
      { feePpm: 50_000, treasury: ann, vault: ben },
      [{ kind: 'FeeSet', payload: { usageContract: HERE, feePpm: 50_000, treasury: ann, vault: ben } }],
    ],
    [
      'TokenDescribed',
      { token: ann, symbol: 'USDC', decimals: 255 },
      [{ kind: 'TokenDescribed', payload: { token: ann, symbol: 'USDC', decimals: 255 } }],
    ],
  ])('%s %#', (name, args, meaning) => {
    expect(decode(encode(name, args))).toEqual(meaning);
  });

  it('application, executor and parent receipt are there where the event names them', () => {
    const full = { ...usage, application: ann, executor: ben, parentReceiptId: hash(8) };
    expect(decode(encode('UsageRecorded', full))).toMatchObject([
      { payload: { application: ann, executor: ben, parentReceiptId: hash(8) } },
    ]);
  });

  it('the greatest amounts and token ids survive the way into the log and back', () => {
    const [event] = decode(encode('UsageRecorded', { ...usage, amount: MAX, units: MAX, assetId: MAX }));
    const back = decodeEvent(event!.kind, JSON.parse(encodePayload(event!)));
    expect(back).toMatchObject({ payload: { amount: MAX, units: MAX, asset: `eip155:10/erc721:${ben}/${MAX}` } });
  });

  it.each([
    ['kind', 'AssetRegistered', (kind: number) => ({ ...registered, kind }), ASSET_KINDS],
    ['status', 'StatusChanged', (status: number) => ({ assetId: 1n, status }), ASSET_STATUSES],
    ['relation', 'ParentLinked', (relation: number) => ({ ...linked, relation }), RELATIONS],
    ['royalty policy', 'ParentLinked', (policy: number) => ({ ...linked, policy }), ROYALTY_POLICIES],
    ['operation', 'UsageRecorded', (operation: number) => ({ ...usage, operation }), OPERATIONS],
    ['role', 'SharesChanged', (role: number) => ({ assetId: 1n, role, contributors: [ann], shares: [1n] }), ROLES],
  ] as const)(
    'every %s number is known up to the end of its list, and the next one is not',
    (what, name, args, words) => {
      words.forEach((word, number) => {
        expect(encodePayload(decode(encode(name, args(number)))[0]!)).toContain(`"${word}"`);
      });
      for (const number of [words.length, 255]) {
        expect(decode(encode(name, args(number)))).toEqual(unknown(`${name}: ${what} ${number} is not known`));
      }
    },
  );
});

describe('what cannot be read is kept as Unknown', () => {
  it('a log without topics, and a topic of somebody else', () => {
    expect(referenceAdapter.decode(raw([], '0x' as Hex), BLOCK)).toEqual(unknown('it has no topic'));
    expect(referenceAdapter.decode(raw([hash(1)], '0x' as Hex), BLOCK)).toEqual(
      unknown(`topic ${hash(1)} is not known`),
    );
  });

  it('lists of different lengths, and chains that cannot be', () => {
    expect(decode(encode('SharesChanged', { assetId: 1n, role: 0, contributors: [ann], shares: [] }))).toEqual(
      unknown('SharesChanged: 1 contributors and 0 shares'),
    );
    expect(decode(encode('UsageRecorded', { ...usage, assetChainId: 2n ** 53n }))).toEqual(
      unknown(`UsageRecorded: chain id ${2n ** 53n} is out of range`),
    );
  });

  it('an ERC-20 transfer, whose amount is not indexed', () => {
    const log = encode('Transfer', { from: ann, to: ben, tokenId: 7n });
    const erc20 = { ...log, topics: log.topics.slice(0, 3), data: log.topics[3]! };
    expect(decode(erc20)).toEqual(unknown('malformed Transfer'));
  });

  it('padding that is not zero, where a lenient reader would see another number', () => {
    const log = encode('UsageRecorded', usage);
    const dirty = [2, 3, 5, 7].map((word) => {
      const at = 2 + 64 * word;
      return { ...log, data: `${log.data.slice(0, at)}1${log.data.slice(at + 1)}` as Hex };
    });
    for (const bad of dirty) expect(decode(bad)).toEqual(unknown('malformed UsageRecorded'));
    const topic = `0x1${log.topics[2]!.slice(3)}` as Hex;
    expect(decode({ ...log, topics: [log.topics[0]!, log.topics[1]!, topic, log.topics[3]!] })).toEqual(
      unknown('malformed UsageRecorded'),
    );
  });

  it('a list that claims to be longer than its log, without reserving memory for it', () => {
    const log = encode('SharesChanged', { assetId: 1n, role: 0, contributors: [ann], shares: [1n] });
    const length = 2 + 64 * 2;
    const data = `${log.data.slice(0, length)}${'0'.repeat(56)}01ffffff${log.data.slice(length + 64)}` as Hex;
    expect(decode({ ...log, data })).toEqual(unknown('malformed SharesChanged'));
  });

  it('never by throwing, whatever bytes there are', () => {
    const names = ['AssetRegistered', 'SharesChanged', 'RoleSplitSet', 'UsageRecorded', 'TokenDescribed'];
    const samples = [
      encode('AssetRegistered', registered),
      encode('SharesChanged', { assetId: 1n, role: 2, contributors: [ann, ben], shares: [1n, 2n] }),
      encode('RoleSplitSet', { assetId: 7n, ppm: [1, 2, 3, 4, 5, 6, 7] }),
      encode('UsageRecorded', usage),
      encode('TokenDescribed', { token: ann, symbol: 'USDC', decimals: 6 }),
    ];
    const kinds = [...names, 'Unknown', 'Ignored'];
    const hexOf = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString('hex')}` as Hex;
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.array(fc.tuple(fc.nat(700), fc.nat(255)), { maxLength: 4 }),
        fc.option(fc.nat(700), { nil: undefined }),
        fc.option(fc.uint8Array({ maxLength: 96 }), { nil: undefined }),
        (log, changes, cut, more) => {
          const data = Buffer.concat([Buffer.from(log.data.slice(2), 'hex').subarray(0, cut), more ?? Buffer.alloc(0)]);
          for (const [at, value] of changes) if (at < data.length) data[at] = value;
          const events = decode({ ...log, data: hexOf(data) });
          expect(events.length).toBeGreaterThan(0);
          for (const event of events) {
            expect(kinds).toContain(event.kind);
            const text = encodePayload(event);
            expect(text).not.toContain('\\u0000');
            expect(text).not.toMatch(/\\ud[89a-f]/);
            for (const address of text.match(/"0x[0-9a-f]+"/g) ?? []) expect([44, 68]).toContain(address.length);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('text from a chain', () => {
  it.each([
    ['NUL', '61006200', 'a\uFFFDb\uFFFD'],
    ['bytes that are no UTF-8', '61ff62', 'a\uFFFDb'],
    ['an encoded half of a surrogate pair', 'eda080', '\uFFFD\uFFFD\uFFFD'],
    ['a character that is cut off', 'f09f98', '\uFFFD'],
    ['an emoji', 'f09f9880', '😀'],
  ])('%s is shown so that Postgres can hold it', (_, bytes, shown) => {
    const log = encode('TokenDescribed', { token: ann, symbol: 'x'.repeat(bytes.length / 2), decimals: 6 });
    const data = log.data.replace('78'.repeat(bytes.length / 2), bytes) as Hex;
    expect(decode({ ...log, data })).toMatchObject([{ kind: 'TokenDescribed', payload: { symbol: shown } }]);
  });
});
