import { expect, it } from '@jest/globals';
import { scanReplies } from './scan-replies.js';

const scan = (bytes: Buffer, at: number): { value: unknown; end: number } | undefined =>
  bytes[at] === 0x5b && bytes[at + 1] === 0x5d ? { value: 'scanned', end: at + 2 } : undefined;
const CALLS = [{}, { scan }];
const read = (text: string): unknown[] | undefined => scanReplies(Buffer.from(text), CALLS);
const VERSION = '"jsonrpc":"2.0"';

it('gives results in the order of the calls, whatever the order of the replies', () => {
  const first = `{${VERSION},"id":0,"result":{"a":["é",{"b":null}]}}`;
  const second = `{"id":1, ${VERSION}, "result" : [] }`;
  const results = [{ a: ['é', { b: null }] }, 'scanned'];
  expect(read(`[${first},${second}]`)).toEqual(results);
  expect(read(` [ ${second} ,\n${first} ]\n`)).toEqual(results);
});

it('leaves what is not one plain result for each call to who parses all of it', () => {
  const first = `{${VERSION},"id":0,"result":1}`;
  const second = `{${VERSION},"id":1,"result":[]}`;
  const others = [
    `[${first}]`,
    `[${first},${first},${second}]`,
    `[${first},{${VERSION},"id":1,"error":{"code":-32005,"message":"limit"}}]`,
    `[${first},{${VERSION},"id":1,"result":[1]}]`,
    `[${first},{${VERSION},"result":[],"id":1}]`,
    `[${first},{${VERSION},"id":2,"result":[]}]`,
    `[{${VERSION},"id":0,"result":"\\u0031"},${second}]`,
    `[${first},${second}`,
    `[${first},${second}]]`,
    `[{${VERSION},"id":0,"result":nil},${second}]`,
    `[{${VERSION},"id":,"result":1},${second}]`,
    first,
    '',
    'Bad Gateway',
  ];
  for (const text of others) expect(read(text)).toBeUndefined();
});
