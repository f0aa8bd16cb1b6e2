import { expect, it } from '@jest/globals';
import { sentBy } from '../../test/support/answer.js';
import { METER, SyntheticChain } from '../../test/support/synthetic-chain.js';
import { blocksNeeded, checkHeader, joinBlocks } from './check-headers.js';
import { checkLogs } from './check-logs.js';
import { checkTransaction } from './attach-transactions.js';
import type { Checked } from './refusal.js';

const chain = new SyntheticChain({ chainId: 1, head: 100, logsPerBlock: (block) => (block % 2) * 2 });
const question = { from: 1, to: 9, addresses: new Set([METER]) };
/** Two logs each in blocks 1 and 5. */
const honest = () => [...chain.logs(1), ...chain.logs(5)];
const reasonOf = (checked: Checked<unknown>): string => ('refusal' in checked ? checked.refusal.reason : 'believed');
const header = (number: number) => chain.header(number)!;
const headers = (...numbers: number[]) =>
  numbers.map((number) => {
    const checked = checkHeader(header(number), number);
    if ('refusal' in checked) throw new Error(checked.refusal.detail);
    return checked.value;
  });
const logs = () => {
  const checked = checkLogs(honest(), question);
  if ('refusal' in checked) throw new Error(checked.refusal.detail);
  return checked.value;
};

it('an honest answer is believed', () => {
  expect(logs().map(({ number, logs }) => [number, logs.length])).toEqual([
    [1, 2],
    [5, 2],
  ]);
  expect(reasonOf(checkLogs([], question))).toBe('believed');
});

it('hexadecimal digits are read in either case', () => {
  const [log] = honest();
  const upper = {
    ...log!,
    address: `0x${METER.slice(2).toUpperCase()}`,
    data: `0x${log!.data.slice(2).toUpperCase()}`,
  };
  const checked = checkLogs([upper], question);
  expect(checked).toEqual(checkLogs([log], question));
});

it.each([
  ['no list', { logs: [] }, 'malformed'],
  ['a log that is none', [null], 'malformed'],
  ['a log without a field', [{ ...honest()[0]!, transactionHash: undefined }], 'malformed'],
  ['bytes of an odd number of digits', [{ ...honest()[0]!, data: '0x123' }], 'malformed'],
  ['an address that is too short', [{ ...honest()[0]!, address: '0x11' }], 'malformed'],
  ['five topics', [{ ...honest()[0]!, topics: Array(5).fill(honest()[0]!.blockHash) }], 'malformed'],
  ['a block number beyond what is a number', [{ ...honest()[0]!, blockNumber: `0x${'f'.repeat(14)}` }], 'malformed'],
  ['a log above the range', chain.logs(11), 'outside-range'],
  ['a log below the range', chain.logs(0).concat({ ...honest()[0]!, blockNumber: '0x0' }), 'outside-range'],
  ['a contract that nobody asked for', [{ ...honest()[0]!, address: `0x${'99'.repeat(20)}` }], 'not-asked-for'],
  ['a log twice', [honest()[0], honest()[0]], 'disordered'],
  ['falling log indexes', [honest()[1], honest()[0]], 'disordered'],
  ['falling block numbers', [...chain.logs(5), ...chain.logs(1)], 'disordered'],
  ['a removed log', [{ ...honest()[0]!, removed: true }], 'removed'],
  ['two hashes of one block', [honest()[0], { ...honest()[1]!, blockHash: chain.hash(77) }], 'two-hashes'],
])('%s is refused', (_, answer, reason) => {
  expect(reasonOf(checkLogs(answer, question))).toBe(reason);
});

it.each([
  ['no header', null, 'missing-block'],
  ['the header of another block', header(6), 'outside-range'],
  ['a header without a parent', { ...header(5), parentHash: null }, 'malformed'],
  ['a header with a hash that is too long', { ...header(5), hash: `0x${'11'.repeat(33)}` }, 'malformed'],
  ['a header dated in words', { ...header(5), timestamp: 'yesterday' }, 'malformed'],
])('%s is refused', (_, answer, reason) => {
  expect(reasonOf(checkHeader(answer, 5))).toBe(reason);
});

it('the headers of blocks with logs are needed, and of both ends', () => {
  expect(blocksNeeded(logs(), question)).toEqual([1, 5, 9]);
  expect(blocksNeeded([], { from: 4, to: 4 })).toEqual([4]);
});

it('logs and headers of the same blocks are joined', () => {
  const joined = joinBlocks(logs(), headers(1, 5, 9));
  expect('value' in joined && joined.value.map(({ header, logs }) => [header.number, logs.length])).toEqual([
    [1, 2],
    [5, 2],
    [9, 0],
  ]);
});

it('a header that is not of the block that has the logs is refused', () => {
  const [first, ...others] = headers(1, 5, 9);
  expect(reasonOf(joinBlocks(logs(), [{ ...first!, hash: chain.hash(50) }, ...others]))).toBe('hash-mismatch');
});

it('a block that is not the child of the one below is refused', () => {
  const [one, two] = headers(8, 9);
  expect(reasonOf(joinBlocks([], [one!, { ...two!, parentHash: chain.hash(50) }]))).toBe('unlinked');
});

it('logs whose header is missing are refused', () => {
  expect(reasonOf(joinBlocks(logs(), headers(1, 9)))).toBe('missing-block');
});

it('a transaction is believed where it is the one of its log, in the block of its log', () => {
  const [log] = logs()[0]!.logs;
  const place = { header: headers(1)[0]!, log: log! };
  const sent = sentBy(log!.transactionHash);
  const said = {
    ...{ hash: log!.transactionHash, blockHash: header(1).hash, transactionIndex: '0x0' },
    ...{ from: sent.from, to: sent.to, value: `0x${sent.value.toString(16)}` },
  };
  expect(checkTransaction(said, place)).toEqual({ value: sent });
  expect(checkTransaction({ ...said, to: undefined, value: '0x0' }, place)).toEqual({
    value: { from: sent.from, to: null, value: 0n },
  });
  const changed = (change: object) => reasonOf(checkTransaction({ ...said, ...change }, place));
  expect(reasonOf(checkTransaction(null, place))).toBe('missing-transaction');
  expect(changed({ hash: header(5).transactions[0] })).toBe('hash-mismatch');
  expect(changed({ blockHash: header(5).hash })).toBe('hash-mismatch');
  expect(changed({ blockHash: null })).toBe('hash-mismatch');
  expect(changed({ transactionIndex: '0x1' })).toBe('hash-mismatch');
  expect(changed({ from: '0x12' })).toBe('malformed');
  expect(changed({ to: '0x12' })).toBe('malformed');
  expect(changed({ value: `0x1${'00'.repeat(32)}` })).toBe('malformed');
});
