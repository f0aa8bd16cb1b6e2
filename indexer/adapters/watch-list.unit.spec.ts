import { describe, expect, it } from '@jest/globals';
import type { Address, ChainId, Hex } from '../../src/domain/ids.js';
import { hash, logOf } from '../../test/support/block-tree.js';
import type { AnnouncedContract, BlockContext, RawLog } from '../log/blocks.js';
import { ignored, type LogAdapter, type TransactionAdapter } from './adapter.js';
import { WatchList } from './watch-list.js';

const HERE = `0x${'11'.repeat(20)}` as Address;
const OTHER = `0x${'22'.repeat(20)}` as Address;
const ELSEWHERE = `0x${'33'.repeat(20)}` as Address;
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

describe('contracts that logs announce', () => {
  const [CHILD, THIRD] = [`0x${'33'.repeat(20)}` as Address, `0x${'44'.repeat(20)}` as Address];
  /** A log's data is the address that it announces. */
  const factory: LogAdapter = {
    ...adapter('factory'),
    announces: ({ data }) => (data === '0x' ? [] : [{ contract: data as string as Address, adapter: 'new' }]),
  };
  const raw = (logIndex: number, contract: Address, announces = '0x'): RawLog => ({
    ...log,
    logIndex,
    contract,
    data: announces as Hex,
  });
  const list = (more: Record<string, LogAdapter> = {}, announced: AnnouncedContract[] = []): WatchList =>
    new WatchList(
      [
        { address: HERE, adapter: 'factory', firstBlock: 0 },
        { address: OTHER, adapter: 'old', firstBlock: 50 },
      ],
      { ...adapters, factory, ...more },
      announced,
    );
  const read = (watched: WatchList, block: number, ...logs: RawLog[]): unknown[] =>
    watched.decode(logs, at(block)).map(({ raw: { logIndex }, adapter: name }) => [logIndex, name]);

  it('are watched from the log after the announcing one on, and not before', () => {
    const watched = list();
    expect(watched.addresses).toEqual([HERE, OTHER]);
    expect(read(watched, 9, raw(0, CHILD))).toEqual([]);
    expect(read(watched, 10, raw(3, CHILD), raw(2, HERE, CHILD), raw(1, CHILD))).toEqual([
      [2, 'factory'],
      [3, 'new'],
    ]);
    expect(read(watched, 11, raw(0, CHILD))).toEqual([[0, 'new']]);
    expect(watched.addresses).toEqual([HERE, OTHER, CHILD]);
  });

  it('are told with the log that is the first to announce them', () => {
    const watched = list();
    const told = watched.decode([raw(1, HERE, CHILD), raw(2, HERE, CHILD), raw(4, HERE, THIRD)], at(7));
    expect(told.map(({ announced }) => announced)).toEqual([
      [{ contract: CHILD, adapter: 'new', block: 7, logIndex: 1 }],
      undefined,
      [{ contract: THIRD, adapter: 'new', block: 7, logIndex: 4 }],
    ]);
  });

  it('are forgotten when their announcement is, and announced anew on another branch', () => {
    const watched = list();
    read(watched, 10, raw(0, HERE, THIRD));
    read(watched, 12, raw(0, HERE, CHILD));
    watched.rewind(11);
    expect(read(watched, 13, raw(0, CHILD), raw(1, THIRD))).toEqual([[1, 'new']]);
    read(watched, 14, raw(5, HERE, CHILD));
    expect(read(watched, 15, raw(0, CHILD))).toEqual([[0, 'new']]);
  });

  it('come back from the log after a restart', () => {
    const watched = list({}, [{ contract: CHILD, adapter: 'new', block: 5, logIndex: 2 }]);
    expect(watched.addresses).toContain(CHILD);
    expect(read(watched, 5, raw(1, CHILD), raw(3, CHILD))).toEqual([[3, 'new']]);
  });

  it('can announce others', () => {
    const watched = list({ new: { ...factory, name: 'new' } });
    const logs = [raw(0, HERE, CHILD), raw(1, CHILD, THIRD), raw(2, THIRD)];
    expect(read(watched, 1, ...logs)).toEqual([
      [0, 'factory'],
      [1, 'new'],
      [2, 'new'],
    ]);
  });

  it('cannot take a configured contract over, be of an unknown adapter, or stop the chain', () => {
    const broken: LogAdapter['announces'] = () => {
      throw new Error('a bug');
    };
    const unknownOne: LogAdapter['announces'] = () => [{ contract: THIRD, adapter: 'nope' }];
    expect(read(list(), 10, raw(0, HERE, OTHER), raw(1, OTHER))).toEqual([[0, 'factory']]);
    for (const announces of [broken, unknownOne]) {
      const watched = list({ factory: { ...factory, announces } });
      expect(read(watched, 10, raw(0, HERE, CHILD), raw(1, THIRD))).toEqual([[0, 'factory']]);
    }
  });
});

it('transactions are read of the contracts whose adapter reads them, and kept of no others', () => {
  const reads = { ...adapter('reads'), readsTransactions: true };
  const sent = { ...log, transaction: { from: OTHER, to: null, value: 1n } };
  const contracts = [
    { address: HERE, adapter: 'reads', firstBlock: 10 },
    { address: HERE, adapter: 'old', firstBlock: 0 },
    { address: OTHER, adapter: 'old', firstBlock: 0 },
  ];
  const list = new WatchList(contracts, { ...adapters, reads });
  expect([HERE, OTHER, ELSEWHERE].map((contract) => list.readsTransactionsOf(contract))).toEqual([true, false, false]);
  expect([9, 10].map((number) => list.decode([sent], at(number))[0]!.raw.transaction)).toEqual([
    undefined,
    sent.transaction,
  ]);
  expect([log, sent].map((raw) => list.isWhole(list.decode([raw], at(10))[0]!))).toEqual([false, true]);

  const announcer = new WatchList(contracts, { ...adapters, reads: { ...reads, announces: () => [] } });
  expect([OTHER, ELSEWHERE].map((contract) => announcer.readsTransactionsOf(contract))).toEqual([false, true]);
  const plain = new WatchList(contracts.slice(1), { ...adapters, reads });
  expect([plain.readsTransactions, plain.readsTransactionsOf(HERE)]).toEqual([false, false]);
});
