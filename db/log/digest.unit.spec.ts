import { expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { EMPTY_DIGEST, rollCanonical, rollRaw } from './digest.js';

const LOG = {
  chain: 8453,
  block: 12_345_678,
  blockHash: `0x${'11'.repeat(32)}`,
  txHash: `0x${'22'.repeat(32)}`,
  logIndex: 7,
  contract: `0x${'33'.repeat(20)}`,
  topics: [`0x${'44'.repeat(32)}`, `0x${'55'.repeat(32)}`],
  data: '0x0102ff',
};

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

// Computed with another program (Python's hashlib) from the words of the documentation.
it('the digest of raw logs is the documented one', () => {
  expect(hex(rollRaw(EMPTY_DIGEST, LOG))).toBe('7c6f33074f5cf6356a619d90e19405641a75391ccfb82469e55d30f5d7fcb3f1');
});

const SENT = { from: `0x${'66'.repeat(20)}`, to: `0x${'77'.repeat(20)}`, value: 2n ** 256n - 1n };

it('the digest of a log that is kept with its transaction is the documented one', () => {
  expect(hex(rollRaw(EMPTY_DIGEST, { ...LOG, transaction: SENT }))).toBe(
    '787358869eb6e579efd5fdba25da4851cedbdcd504a52189c107b1477489fed9',
  );
  expect(hex(rollRaw(EMPTY_DIGEST, { ...LOG, transaction: { ...SENT, to: null, value: 5n } }))).toBe(
    '5154da4d1c770d1bd50fa210fde2a4cafafd2d306f70170a3b2cffcf96eb259f',
  );
});

it('the digest of canonical events is the documented one', () => {
  expect(hex(rollCanonical(EMPTY_DIGEST, 'Ignored', '{"name":"Ünïcode"}'))).toBe(
    '64e929df25e9ee9cb6ae0d80e14bc2d72eb0d576fd1a1ba180bdc0002a2487dd',
  );
});

it.each([
  ['chain', { chain: 8454 }],
  ['block number', { block: 12_345_679 }],
  ['block hash', { blockHash: `0x${'12'.repeat(32)}` }],
  ['transaction', { txHash: `0x${'23'.repeat(32)}` }],
  ['log index', { logIndex: 8 }],
  ['contract', { contract: `0x${'34'.repeat(20)}` }],
  ['a topic moved into the data', { topics: [LOG.topics[0]!], data: `0x${'55'.repeat(32)}0102ff` }],
  ['one bit of the data', { data: '0x0102fe' }],
  ['nothing instead of data', { data: '0x' }],
])('another %s gives another digest', (_, change) => {
  expect(rollRaw(EMPTY_DIGEST, { ...LOG, ...change })).not.toEqual(rollRaw(EMPTY_DIGEST, LOG));
});

it('the order of events matters', () => {
  const [a, b] = ['{"name":"a"}', '{"name":"b"}'];
  const roll = (...payloads: string[]): string =>
    hex(payloads.reduce<Uint8Array>((digest, payload) => rollCanonical(digest, 'Ignored', payload), EMPTY_DIGEST));
  expect(roll(a, b)).not.toBe(roll(b, a));
});

it('what is long is digested whole, and leaves nothing behind for what is short', () => {
  const long = '€'.repeat(50_000);
  const expected = createHash('sha256').update(EMPTY_DIGEST).update(`Ignored\n${long}`).digest('hex');
  expect(hex(rollCanonical(EMPTY_DIGEST, 'Ignored', long))).toBe(expected);
  const short = hex(rollRaw(EMPTY_DIGEST, LOG));
  expect(hex(rollRaw(EMPTY_DIGEST, { ...LOG, data: `0x${'ab'.repeat(100_000)}` }))).not.toBe(short);
  expect(hex(rollRaw(EMPTY_DIGEST, LOG))).toBe(short);
});
