import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { type Abi, keccak256, toHex } from 'viem';
import { encodePayload } from '../../../src/domain/events/encoding.js';
import type { ChainId, Hex } from '../../../src/domain/ids.js';
import { hash } from '../../../test/support/block-tree.js';
import { account, encodeLog } from '../../../test/support/encode-log.js';
import type { BlockContext, RawLog } from '../../log/blocks.js';
import { loadMapping } from './load-mapping.js';

const ATELIER = JSON.parse(readFileSync('examples/atelier/Atelier.json', 'utf8')).abi as Abi;
const HERE = account(0xab);
const BLOCK: BlockContext = { chain: 4242 as ChainId, number: 7, hash: hash('block'), time_s: 1_700_000_000 };
const [ann, ben, eve, zero] = [account(0xa11), account(0xbe1), account(0xe7e), account(0)];
const bytes32 = (text: string): Hex => toHex(text, { size: 32 }) as Hex;
const asset = (id: number): string => `eip155:4242/erc721:${HERE}/${id}`;

const adapter = loadMapping('examples/atelier/mapping.yaml');

/** A log of the example's contract; its index says where it stands in the transaction. */
const log = (eventName: string, args: Record<string, unknown>, logIndex = 0): RawLog => ({
  ...encodeLog(ATELIER, eventName, args),
  contract: HERE,
  logIndex,
});
const read = (...logs: RawLog[]): unknown[] => adapter.decodeTransaction(logs, BLOCK).map((events) => [...events]);
const sources = (workId: bigint, list: bigint[], at = 0): RawLog =>
  log('SourcesDeclared', { workId, sources: list }, at);
const rates = (workId: bigint, basisPoints: number[], at = 1): RawLog =>
  log('RatesAgreed', { workId, basisPoints }, at);
const link = (child: number, parent: number, royaltyPpm: number): object => ({
  kind: 'ParentLinked',
  payload: { child: asset(child), parent: asset(parent), relation: 'TRAINED_ON', royaltyPpm, policy: 'RELATIVE' },
});
const unknown = (reason: string): object[] => [{ kind: 'Unknown', payload: { reason } }];
const ignored = (name: string): object[] => [{ kind: 'Ignored', payload: { name } }];

describe('what the events of a mapped registry mean', () => {
  it('fields come from arguments, constants, tables, functions and the log itself', () => {
    const created = { workId: 3n, author: eve, title: bytes32('Co-driver'), medium: 2, uri: 'ipfs://x' };
    const used = { workId: 3n, payer: ben, purpose: bytes32('training'), price: 5n };
    expect(read(log('WorkCreated', created), log('WorkUsed', used, 4))).toEqual([
      [
        {
          kind: 'AssetRegistered',
          payload: {
            asset: asset(3),
            kind: 'MODEL',
            owner: eve,
            contentHash: keccak256(toHex('ipfs://x')),
            metadataUri: 'ipfs://x',
            name: 'Co-driver',
          },
        },
      ],
      [
        {
          kind: 'UsageRecorded',
          payload: {
            asset: asset(3),
            consumer: ben,
            application: null,
            operation: 'TRAIN',
            units: 1n,
            token: zero,
            amount: 5n,
            executor: null,
            receiptId: keccak256(toHex(`${hash('tx')}/4`)),
            parentReceiptId: null,
            held: false,
            settlement: 'DIRECT',
          },
        },
      ],
    ]);
  });

  it('a list becomes an event per item, and lists are gone through together', () => {
    const paid = { workId: 3n, works: [1n, 3n], payees: [ann, eve], amounts: [10n, 90n] };
    const revenue = (id: number, beneficiary: string, amount: bigint): object => ({
      kind: 'RevenuePaid',
      payload: { asset: asset(id), beneficiary, role: 'OWNER', token: zero, amount },
    });
    expect(read(log('PeoplePaid', paid))).toEqual([[revenue(1, ann, 10n), revenue(3, eve, 90n)]]);
    expect(read(log('PeoplePaid', { ...paid, amounts: [1n] }))).toEqual([
      unknown('PeoplePaid: 2 works and 2 payees and 1 amounts'),
    ]);
    expect(read(log('PeoplePaid', { workId: 3n, works: [], payees: [], amounts: [] }))).toEqual([
      ignored('PeoplePaid'),
    ]);
  });

  it('cases are tried in order, and declared events mean nothing', () => {
    const transfer = (from: string): RawLog => log('Transfer', { from, to: ben, tokenId: 1n });
    expect(
      read(transfer(zero), transfer(ann), log('ApprovalForAll', { owner: ann, operator: ben, approved: true })),
    ).toEqual([
      ignored('Transfer'),
      [{ kind: 'AssetTransferred', payload: { asset: asset(1), from: ann, to: ben } }],
      ignored('ApprovalForAll'),
    ]);
  });
});

describe('events of one transaction that are joined', () => {
  it('give their fields to one meaning, whichever comes first', () => {
    const together = [[link(3, 1, 100_000), link(3, 2, 25_000)], ignored('RatesAgreed')];
    expect(read(sources(3n, [1n, 2n]), rates(3n, [1_000, 250]))).toEqual(together);
    expect(read(rates(3n, [1_000, 250], 0), sources(3n, [1n, 2n], 1))).toEqual(together.reverse());
  });

  it('belong together by what the mapping says they share, and in order where that is the same', () => {
    const logs = [sources(3n, [1n], 0), sources(4n, [2n], 1), rates(4n, [400], 2), rates(3n, [300], 3)];
    expect(read(...logs).slice(0, 2)).toEqual([[link(3, 1, 30_000)], [link(4, 2, 40_000)]]);
    const twice = [sources(3n, [1n], 0), rates(3n, [100], 1), sources(3n, [2n], 2), rates(3n, [200], 3)];
    expect(read(...twice)).toEqual([
      [link(3, 1, 10_000)],
      ignored('RatesAgreed'),
      [link(3, 2, 20_000)],
      ignored('RatesAgreed'),
    ]);
  });

  it('without a partner, or with too many, are kept as Unknown on both sides', () => {
    const reason = (found: number): string =>
      `SourcesDeclared: ${found} RatesAgreed with the same workId in its transaction where 1 is expected`;
    const alone = unknown('RatesAgreed: no SourcesDeclared of its transaction goes with it');
    expect(read(sources(3n, [1n]))).toEqual([unknown(reason(0))]);
    expect(read(rates(3n, [1]))).toEqual([alone]);
    expect(read(sources(3n, [1n]), rates(4n, [1]))).toEqual([unknown(reason(0)), alone]);
    expect(read(sources(3n, [1n]), rates(3n, [1]), rates(3n, [2], 2))).toEqual([unknown(reason(2)), alone, alone]);
  });

  it('belong to one contract: a partner of another one does not count', () => {
    const elsewhere = { ...rates(3n, [1_000]), contract: account(0xcd) };
    expect(read(sources(3n, [1n]), elsewhere)[0]).toEqual(
      unknown('SourcesDeclared: 0 RatesAgreed with the same workId in its transaction where 1 is expected'),
    );
  });

  it('have lists of one length', () => {
    expect(read(sources(3n, [1n, 2n]), rates(3n, [1_000]))[0]).toEqual(
      unknown('SourcesDeclared: 2 sources and 1 rates.basisPoints'),
    );
  });

  it('ten thousand in one transaction are joined in time', () => {
    const pairOf = [sources(0n, [1n]), rates(0n, [1])];
    const logs = Array.from({ length: 5_000 }, (_, at) =>
      pairOf.map((one) => ({ ...one, topics: [one.topics[0]!, `0x${at.toString(16).padStart(64, '0')}` as Hex] })),
    ).flat();
    const kinds = new Set(adapter.decodeTransaction(logs, BLOCK).map(([event]) => event!.kind));
    expect([...kinds]).toEqual(['ParentLinked', 'Ignored']);
  });
});

describe('what cannot be read is kept as Unknown', () => {
  it.each<[string, RawLog, string]>([
    ['a log without topics', { ...log('WorkUsed', workUsed()), topics: [] }, 'it has no topic'],
    [
      'a topic of somebody else',
      { ...log('WorkUsed', workUsed()), topics: [hash('x')] },
      `topic ${hash('x')} is not known`,
    ],
    ['data that is cut off', { ...log('WorkUsed', workUsed()), data: '0x00' as Hex }, 'malformed WorkUsed'],
  ])('%s', (_, bad, reason) => {
    expect(read(bad)).toEqual([unknown(reason)]);
  });

  it('never by throwing, whatever bytes there are', () => {
    const samples = [
      log('WorkCreated', { workId: 3n, author: eve, title: bytes32('T'), medium: 2, uri: 'ipfs://x' }),
      log('WorkUsed', workUsed()),
      log('PeoplePaid', { workId: 3n, works: [1n, 3n], payees: [ann, eve], amounts: [10n, 90n] }),
      sources(3n, [1n, 2n]),
      rates(3n, [1_000, 250]),
    ];
    const change = fc.tuple(fc.nat(400), fc.nat(255));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...samples), fc.array(change, { maxLength: 3 })), { maxLength: 5 }),
        (changed) => {
          const logs = changed.map(([one, changes], logIndex) => {
            const data = Buffer.from(one.data.slice(2), 'hex');
            for (const [at, value] of changes) if (at < data.length) data[at] = value;
            return { ...one, logIndex, data: toHex(data) as Hex };
          });
          const meanings = adapter.decodeTransaction(logs, BLOCK);
          expect(meanings).toHaveLength(logs.length);
          for (const event of meanings.flat()) expect(encodePayload(event)).not.toContain('\\u0000');
          for (const events of meanings) expect(events.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 200 },
    );
  });
});

function workUsed(): Record<string, unknown> {
  return { workId: 3n, payer: ben, purpose: bytes32('training'), price: 5n };
}
