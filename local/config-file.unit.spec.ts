import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { loadConfig, parseConfig } from '../config/tributary-config.js';
import { writeLocalConfig } from './config-file.js';
import type { LocalContracts } from './state.js';

const account = (digit: string): `0x${string}` => `0x${digit.repeat(40)}`;
const contracts = (chainId: number): LocalContracts => ({
  chainId,
  registry: account('1'),
  meter: account('2'),
  vault: account('3'),
  tasks: account('4'),
  treasury: account('a'),
  owner: account('b'),
  arbiter: account('c'),
  operator: account('d'),
  tokens: { USDC: account('6'), WETH: account('7') },
  feed: account('8'),
  firstBlock: 3,
});

it('what a local run writes is a configuration', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-config-'));
  try {
    const path = join(folder, 'deep', 'tributary.yaml');
    writeLocalConfig(
      path,
      'postgres://tributary@127.0.0.1:1/tributary',
      [
        { url: 'http://127.0.0.1:2', contracts: contracts(31337) },
        { url: 'http://127.0.0.1:3', contracts: contracts(31338) },
      ],
      9_464,
    );
    const config = loadConfig(path, {});
    expect(config.interval).toBe(60);
    expect(config.metrics).toEqual({ host: '127.0.0.1', port: 9_464 });
    expect(config.chains.map(({ name, rpc }) => [name, rpc])).toEqual([
      ['Local One', ['http://127.0.0.1:2']],
      ['Local Two', ['http://127.0.0.1:3']],
    ]);
    expect(config.chains[0]!.contracts).toEqual([
      { adapter: 'reference', address: account('1'), firstBlock: 3 },
      { adapter: 'reference', address: account('2'), firstBlock: 3 },
      { adapter: 'reference', address: account('3'), firstBlock: 3 },
      { adapter: 'reference', address: account('4'), firstBlock: 3 },
      { adapter: 'chainlink', address: account('8'), firstBlock: 3, feed: { token: account('7'), decimals: 8 } },
    ]);
    expect(config.chains[0]!.prices).toEqual([
      { token: account('6'), usd: '1.00', decimals: null, symbol: null, from_s: 0 },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('the example at the top of the repository is a configuration, once DATABASE_URL is set', () => {
  const text = readFileSync('tributary.yaml', 'utf8');
  expect(() => parseConfig(text, 'tributary.yaml', {})).toThrow(
    'tributary.yaml: database: expected a URL that starts with postgres://, here or in DATABASE_URL.',
  );
  const config = parseConfig(text, 'tributary.yaml', { DATABASE_URL: 'postgres://x' });
  expect(config.chains.map(({ id }) => id)).toEqual([31337, 31338]);
});
