import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeAbiParameters, encodeEventTopics, parseAbi } from 'viem';
import { account } from '../../../test/support/world.js';
import { type Address, chainId, type Hex, ZERO_HASH } from '../../../src/domain/ids.js';
import { parsePrice } from '../../../src/domain/value/usd.js';
import type { RawLog } from '../../log/blocks.js';
import { WatchList } from '../watch-list.js';
import { adaptersOf } from '../adapters.js';
import { chainlinkAdapter } from './adapter.js';

const ABI = parseAbi(['event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt)']);
const FEED = account(0xfeed);
const TOKEN = account(0x70);
const BLOCK = { chain: chainId(1), number: 1, hash: ZERO_HASH, parentHash: ZERO_HASH, time_s: 1_700_000_000 };

const adapterOf = (decimals = 8) => chainlinkAdapter(new Map([[FEED, { token: TOKEN, decimals }]]));

function answer(current: bigint, roundId = 7n, contract: Address = FEED): RawLog {
  const topics = encodeEventTopics({
    abi: ABI,
    eventName: 'AnswerUpdated',
    args: { current, roundId },
  }) as unknown as Hex[];
  const data = encodeAbiParameters([{ type: 'uint256' }], [1_700_000_000n]) as Hex;
  return { logIndex: 0, txHash: ZERO_HASH, contract, topics, data };
}

describe('an answer of a Chainlink feed', () => {
  it('is a price of the token that the configuration names', () => {
    expect(adapterOf().decode(answer(234_567_000_000n), BLOCK)).toEqual([
      {
        kind: 'PricePosted',
        payload: { token: TOKEN, priceUsd: '2345.67', decimals: 8, source: `chainlink ${FEED} round 7` },
      },
    ]);
  });

  it.each([0n, -1n, -(2n ** 255n)])('of %s is no price', (current) => {
    expect(adapterOf().decode(answer(current), BLOCK)).toEqual([
      { kind: 'Unknown', payload: { reason: `AnswerUpdated: ${current} is no price` } },
    ]);
  });

  it('is told exactly, whatever its decimals', () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 2n ** 255n - 1n), fc.nat(36), (current, decimals) => {
        const [event] = adapterOf(decimals).decode(answer(current), BLOCK);
        const { priceUsd } = event!.payload as { priceUsd: string };
        expect(parsePrice(priceUsd)! * 10n ** BigInt(decimals)).toBe(current * 10n ** 36n);
      }),
    );
  });

  it('that is cut short is kept as what it is', () => {
    expect(adapterOf().decode({ ...answer(1n), data: '0x' as Hex }, BLOCK)).toEqual([
      { kind: 'Unknown', payload: { reason: 'malformed AnswerUpdated' } },
    ]);
  });

  it('is one event of several: the others mean nothing', () => {
    const other = { ...answer(1n), topics: [ZERO_HASH] };
    expect(adapterOf().decode(other, BLOCK)).toEqual([{ kind: 'Ignored', payload: { name: 'not an answer' } }]);
  });
});

it('feeds of a chain each price their own token', () => {
  const feed = (address: string, token: string) => ({
    adapter: 'chainlink',
    address,
    firstBlock: 0,
    feed: { token, decimals: 8 },
  });
  const contracts = [feed(FEED, TOKEN), feed(account(2), account(3))];
  const list = new WatchList(contracts, adaptersOf(contracts));
  const decoded = list.decode([answer(1n), { ...answer(2n, 1n, account(2)), logIndex: 1 }], BLOCK);
  expect(decoded.map(({ events }) => (events[0]!.payload as { token: string }).token)).toEqual([TOKEN, account(3)]);
});
