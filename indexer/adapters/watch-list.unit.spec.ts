import { describe, expect, it } from '@jest/globals';
import type { Address, ChainId } from '../../src/domain/ids.js';
import { hash, logOf } from '../../test/support/block-tree.js';
import type { BlockContext, RawLog } from '../log/blocks.js';
import { ignored, type LogAdapter, type TransactionAdapter } from './adapter.js';
import { WatchList } from './watch-list.js';

const HERE = `0x${'11'.repeat(20)}` as Address;
const OTHER = `0x${'22'.repeat(20)}` as Address;
const adapter = (name: string, decode: LogAdapter['decode'] = () => ignored(name)): LogAdapter => ({
  name,
  decode,
});
const at = (number: number): BlockContext => ({ chain: 1 as ChainId, number, hash: hash('h'), time_s: 0 });
const log = { ...logOf(0).raw, contract: HERE };

const adapters = Object.fromEntries(
  [
    adapter('old'),
    adapter('new'),
    adapter('broken', () => {
      throw new Error('a bug');
    }),
    adapter('silent', () => []),
    adapter('endless', () => new Array(100_000).fill(ignored('x')[0])),
  ].map((one) => [one.name, one]),
);

it('a contract is watched from its first block on, by the adapter that started last', () => {
  const list = new WatchList(
    [
      { address: HERE, adapter: 'old', firstBlock: 10 },
      { address: HERE, adapter: 'new', firstBlock: 20 },
    ],
    adapters,
  );
  expect([9, 10, 19, 20].map((number) => list.decode([log], at(number))[0]?.adapter)).toEqual([
    undefined,
    'old',
    'old',
    'new',
  ]);
  expect(list.decode([{ ...log, contract: OTHER }], at(99))).toEqual([]);
  expect([list.firstBlock, list.addresses]).toEqual([10, [HERE]]);
});

it.each([
  ['broken', 'the adapter failed on it'],
  ['silent', 'the adapter said nothing about it'],
  ['endless', 'it means more than 99999 events'],
])('a log on which an adapter is %s is kept as Unknown', (name, reason) => {
  const list = new WatchList([{ address: HERE, adapter: name, firstBlock: 0 }], adapters);
  expect(list.decode([log], at(1))[0]?.events).toEqual([{ kind: 'Unknown', payload: { reason } }]);
});

it('an adapter that does not exist is named', () => {
  expect(() => new WatchList([{ address: HERE, adapter: 'nope', firstBlock: 0 }], adapters)).toThrow(
    `Contract ${HERE} names the adapter "nope"; there are: old, new, broken, silent, endless.`,
  );
});

describe('an adapter that reads a transaction at once', () => {
  /** Says of each log which logs it came with. */
  const together: TransactionAdapter = {
    name: 'together',
    decodeTransaction: (logs) => logs.map(() => ignored(logs.map(({ logIndex }) => logIndex).join(' '))),
  };
  const list = (adapter: TransactionAdapter): WatchList =>
    new WatchList(
      [
        { address: HERE, adapter: 'it', firstBlock: 0 },
        { address: OTHER, adapter: 'new', firstBlock: 0 },
      ],
      { ...adapters, it: adapter },
    );
  const place = (logIndex: number, tx: string, contract = HERE): RawLog => ({
    ...log,
    logIndex,
    txHash: hash(tx),
    contract,
  });
  const events = (adapter: TransactionAdapter, logs: RawLog[]): unknown[] =>
    list(adapter)
      .decode(logs, at(1))
      .map(({ raw, events }) => [raw.logIndex, Object.values(events[0]!.payload)[0]]);

  it('gets the logs of its own contracts, a transaction at a time, and all stay in the order of the block', () => {
    const logs = [place(5, 'b'), place(3, 'a'), place(4, 'a', OTHER), place(1, 'a'), place(6, 'b', OTHER)];
    expect(events(together, logs)).toEqual([
      [1, '1 3'],
      [3, '1 3'],
      [4, 'new'],
      [5, '5'],
      [6, 'new'],
    ]);
  });

  it.each<[string, TransactionAdapter['decodeTransaction'], string[]]>([
    ['fails', () => adapters['broken']!.decode(log, at(1)) as never, Array(2).fill('the adapter failed on it')],
    ['forgets a log', () => [ignored('first')], ['first', 'the adapter said nothing about it']],
  ])('and %s leaves what it did not say as Unknown', (_, decodeTransaction, said) => {
    const found = events({ name: 'it', decodeTransaction }, [place(0, 'a'), place(1, 'a')]);
    expect(found).toEqual(said.map((words, index) => [index, words]));
  });
});
