import { expect, it } from '@jest/globals';
import type { Address, ChainId } from '../../src/domain/ids.js';
import { hash, logOf } from '../../test/support/block-tree.js';
import type { BlockContext } from '../log/blocks.js';
import { type Adapter, ignored } from './adapter.js';
import { WatchList } from './watch-list.js';

const HERE = `0x${'11'.repeat(20)}` as Address;
const adapter = (name: string, decode: Adapter['decode'] = () => ignored(name)): Adapter => ({ name, decode });
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
  expect([9, 10, 19, 20].map((number) => list.decode(log, at(number))?.adapter)).toEqual([
    undefined,
    'old',
    'old',
    'new',
  ]);
  expect(list.decode({ ...log, contract: `0x${'22'.repeat(20)}` as Address }, at(99))).toBeUndefined();
  expect([list.firstBlock, list.addresses]).toEqual([10, [HERE]]);
});

it.each([
  ['broken', 'the adapter failed on it'],
  ['silent', 'the adapter said nothing about it'],
  ['endless', 'it means more than 99999 events'],
])('a log on which an adapter is %s is kept as Unknown', (name, reason) => {
  const list = new WatchList([{ address: HERE, adapter: name, firstBlock: 0 }], adapters);
  expect(list.decode(log, at(1))?.events).toEqual([{ kind: 'Unknown', payload: { reason } }]);
});

it('an adapter that does not exist is named', () => {
  expect(() => new WatchList([{ address: HERE, adapter: 'nope', firstBlock: 0 }], adapters)).toThrow(
    `Contract ${HERE} names the adapter "nope"; there are: old, new, broken, silent, endless.`,
  );
});
