import { expect, it } from '@jest/globals';
import { parseConfig } from './tributary-config.js';

const chainWith = (rpc: string, more = '') => {
  const text = `database: postgres://x\nchains:\n  - { id: 1, name: One, finality: 5, rpc: ${rpc}, ${more}
      contracts: [{ adapter: reference, address: "0x${'1'.repeat(40)}" }] }`;
  return parseConfig(text, 'tributary.yaml', {}).chains[0]!;
};

it('an endpoint may have a bound of its own; the others have that of the chain', () => {
  const rpc = '["https://a.example", { url: "wss://b.example", callsPerSecond: 5 }, { url: "http://c.example" }]';
  const { rpc: urls, endpoints } = chainWith(rpc, 'callsPerSecond: 50,');
  expect(urls).toEqual(['https://a.example', 'wss://b.example', 'http://c.example']);
  expect(endpoints).toEqual([
    { url: 'https://a.example', callsPerSecond: 50 },
    { url: 'wss://b.example', callsPerSecond: 5 },
    { url: 'http://c.example', callsPerSecond: 50 },
  ]);
});

const EITHER = 'expected a URL that starts with http://, https://, ws:// or wss://, or { url, callsPerSecond }';

it.each([
  ['[ftp://a.example]', '0: expected a URL that starts with http://, https://, ws:// or wss://'],
  ['[7]', `0: ${EITHER}`],
  ['[{ callsPerSecond: 5 }]', `0: ${EITHER}`],
  ['[{ url: "https://a.example", callsPerSecond: 0 }]', '0.callsPerSecond: expected a number of calls'],
])('the endpoints %s are refused with what is expected', (rpc, problem) => {
  expect(() => chainWith(rpc)).toThrow(`tributary.yaml: chains.0.rpc.${problem}.`);
});
