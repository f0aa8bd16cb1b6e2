import { describe, expect, it } from '@jest/globals';
import { parseConfig } from './tributary-config.js';

const ADDRESS = `0x${'Ab'.repeat(20)}`;
const TOKEN = ADDRESS.toLowerCase();

function parse(contract: string, prices = '[]') {
  const text = `
database: postgres://localhost/t
chains:
  - id: 1
    name: One
    rpc: ['http://localhost:1']
    finality: 1
    contracts:
      - { adapter: reference, address: '${ADDRESS}' }
      - ${contract}
    prices: ${prices}
`;
  return parseConfig(text, 'tributary.yaml', {}).chains[0]!;
}

const FEED = `{ adapter: chainlink, address: '${ADDRESS}', token: '${ADDRESS}', decimals: 8 }`;

describe('a price feed in the configuration', () => {
  it('names the token that it prices and the decimals of its answers', () => {
    const [, feed] = parse(FEED).contracts;
    const told = { token: TOKEN, decimals: 8 };
    expect(feed).toEqual({ adapter: 'chainlink', address: TOKEN, firstBlock: 0, feed: told });
  });

  it.each([
    [FEED.replace(/token: [^,]*, /, ''), 'contracts.1.token: expected the address of the token that the feed prices'],
    [FEED.replace(', decimals: 8', ''), 'contracts.1.decimals: expected the decimals of the answers of the feed'],
    [FEED.replace('8', '37'), 'contracts.1.decimals: expected 0 to 36 decimals'],
    [FEED.replace('8', '-1'), 'contracts.1.decimals: expected 0 to 36 decimals'],
    [FEED.replace('8', 'many'), 'contracts.1.decimals: expected the number of decimals of the answers'],
    [
      FEED.replace('chainlink', 'reference'),
      'contracts.1: expected token and decimals only with the adapter chainlink',
    ],
    [
      FEED.replace('chainlink', 'chainling'),
      'contracts.1.adapter: expected an adapter: reference, chainlink, or the path',
    ],
  ])('%s is refused in words', (contract, words) => {
    expect(() => parse(contract)).toThrow(`tributary.yaml: chains.0.${words}`);
  });
});

describe('a list of fixed prices', () => {
  it('is read with what it says and what it leaves out', () => {
    const second = `{ token: '${ADDRESS}', usd: '0.98', decimals: 6, symbol: USDC, from: '2026-01-31T12:00:00+02:00' }`;
    const { prices } = parse(FEED, `[{ token: '${ADDRESS}', usd: '1' }, ${second}]`);
    expect(prices).toEqual([
      { token: TOKEN, usd: '1', decimals: null, symbol: null, from_s: 0 },
      { token: TOKEN, usd: '0.98', decimals: 6, symbol: 'USDC', from_s: Date.UTC(2026, 0, 31, 10) / 1_000 },
    ]);
    expect(parse(FEED).prices).toEqual([]);
  });

  it.each([
    [`{ token: '${ADDRESS}', usd: 1.0 }`, 'prices.0.usd: expected a decimal above 0 in quotes'],
    [`{ token: '${ADDRESS}', usd: '0' }`, 'prices.0.usd: expected a decimal above 0 in quotes'],
    [`{ token: '${ADDRESS}', usd: '-1' }`, 'prices.0.usd: expected a decimal above 0 in quotes'],
    [`{ token: USDC, usd: '1' }`, 'prices.0.token: expected an address'],
    [`{ usd: '1' }`, 'prices.0.token: expected an address'],
    [`{ token: '${ADDRESS}', usd: '1', decimals: 256 }`, 'prices.0.decimals: expected 0 to 255 decimals'],
    [`{ token: '${ADDRESS}', usd: '1', from: yesterday }`, 'prices.0.from: expected a date or a time with its zone'],
    [`{ token: '${ADDRESS}', usd: '1', from: '2026-01-31T12:00' }`, 'prices.0.from: expected a date or a time'],
    [
      `{ token: '${ADDRESS}', usd: '1' }, { token: '${ADDRESS}', usd: '2' }`,
      'prices: expected one price for a token and a time',
    ],
  ])('%s is refused in words', (prices, words) => {
    expect(() => parse(FEED, `[${prices}]`)).toThrow(`tributary.yaml: chains.0.${words}`);
  });
});
