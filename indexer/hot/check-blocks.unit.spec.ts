import { expect, it } from '@jest/globals';
import { writeBloom } from '../endpoints/bloom.js';
import { type BlockAnswers, type BlockQuestion, checkBlocks } from './check-blocks.js';

const word = (text: string): string => `0x${text.padStart(64, '0')}`;
const OURS = `0x${'aa'.repeat(20)}`;
const OTHERS = `0x${'bb'.repeat(20)}`;
const TOPIC = word('70');
const NO_BLOOM = `0x${'00'.repeat(256)}`;

const log = (number: number, index: number, change: Record<string, unknown> = {}) => ({
  address: index % 2 === 0 ? OURS : OTHERS,
  topics: [TOPIC, word(`${number}${index}`)],
  data: '0x',
  blockNumber: `0x${number}`,
  blockHash: word(`b${number}`),
  transactionHash: word('7'),
  transactionIndex: '0x0',
  logIndex: `0x${index}`,
  removed: false,
  ...change,
});
type Log = ReturnType<typeof log>;
const bloomOf = (logs: readonly Log[]): string =>
  writeBloom(logs.flatMap(({ address, topics }) => [address, ...topics]));
const header = (number: number, logs: readonly Log[], change: Record<string, unknown> = {}) => ({
  number: `0x${number}`,
  hash: word(`b${number}`),
  parentHash: word(`b${number - 1}`),
  timestamp: '0x64',
  logsBloom: bloomOf(logs),
  ...change,
});

/** Blocks 5 and 6 with three logs each, and 7 without. */
const LOGS = [5, 6].map((number) => [0, 1, 2].map((index) => log(number, index)));
const [five, six] = LOGS as [Log[], Log[]];
const HEADERS = [header(5, five), header(6, six), header(7, [], { logsBloom: NO_BLOOM })] as const;
const honest = (): BlockAnswers => ({ headers: HEADERS, logs: [LOGS.flat()] });
const question: BlockQuestion = { numbers: [5, 6, 7], strict: true };

function verdict(change: Partial<BlockAnswers>, asked: Partial<BlockQuestion> = {}): string {
  const checked = checkBlocks({ ...honest(), ...change }, { ...question, ...asked });
  return 'refusal' in checked ? checked.refusal.reason : 'believed';
}

it('honest blocks are believed, with their logs', () => {
  const checked = checkBlocks(honest(), question);
  expect('value' in checked && checked.value.map(({ header: { number }, logs }) => [number, logs.length])).toEqual([
    [5, 3],
    [6, 3],
    [7, 0],
  ]);
});

it.each<[string, Partial<BlockAnswers>, string]>([
  ['a header that is not there', { headers: [HEADERS[0], null, HEADERS[2]] }, 'missing-block'],
  ['a header of another height', { headers: [HEADERS[0], HEADERS[0], HEADERS[2]] }, 'outside-range'],
  [
    'a block that is no child',
    { headers: [HEADERS[0], header(6, six, { parentHash: word('c5') }), HEADERS[2]] },
    'unlinked',
  ],
  [
    'logs of a fork',
    { logs: [[...five, ...six.map((each) => ({ ...each, blockHash: word('c6') }))]] },
    'hash-mismatch',
  ],
  ['a first log that was dropped', { logs: [[...five.slice(1), ...six]] }, 'missing-log'],
  ['a log dropped between others', { logs: [[five[0], five[2], ...six]] }, 'missing-log'],
  ['a last log that was dropped', { logs: [[...five, ...six.slice(0, 2)]] }, 'missing-log'],
  ['all logs of a block dropped', { logs: [five] }, 'empty-contradicted'],
  [
    'a log that was invented',
    { logs: [[...five, ...six, log(7, 0)]], headers: [HEADERS[0], HEADERS[1], header(7, [log(7, 1)])] },
    'invented-log',
  ],
  ['a log twice', { logs: [[...five, five[2], ...six]] }, 'disordered'],
  ['a removed log', { logs: [[...five, { ...six[0], removed: true }]] }, 'removed'],
  ['a log beyond', { logs: [[...five, ...six, log(8, 0)]] }, 'outside-range'],
])('%s is refused', (_, change, reason) => {
  expect(verdict(change)).toBe(reason);
});

it('a block that was asked for by its hash must have it', () => {
  const one = { headers: [HEADERS[1]], logs: [six] };
  expect(verdict(one, { numbers: [6], hash: word('b6') })).toBe('believed');
  expect(verdict(one, { numbers: [6], hash: word('c6') })).toBe('hash-mismatch');
});

it('blooms that are not filled are no reason to refuse', () => {
  const headers = [5, 6, 7].map((number) => header(number, [], { logsBloom: NO_BLOOM }));
  expect(verdict({ headers })).toBe('believed');
  expect(verdict({ headers, logs: [[five[0], five[2]]] })).toBe('missing-log');
});

it('where not all logs were asked for, gaps say nothing', () => {
  const ours = LOGS.flat().filter(({ address }) => address === OURS);
  expect(verdict({ logs: [ours] }, { addresses: [OURS] })).toBe('believed');
  expect(verdict({}, { addresses: [OURS] })).toBe('not-asked-for');
});

it('a chain that does not keep to gapless logs and blooms is read without them', () => {
  expect(verdict({ logs: [[five[0], five[2], ...six]] }, { strict: false })).toBe('believed');
});
