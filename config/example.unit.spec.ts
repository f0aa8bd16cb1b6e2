import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { KNOWN_CHAINS } from './known-chains.js';
import { loadConfig } from './tributary-config.js';

const DOCUMENT = readFileSync('docs/operating.md', 'utf8');

const NAMES = ['ETHEREUM', 'BASE', 'BNB'].flatMap((name) => [`${name}_RPC`, `${name}_RPC_2`]);
const ENV = Object.fromEntries(
  NAMES.map((name) => [name, `https://${name.toLowerCase().replaceAll('_', '-')}.example/key`]),
);

it('the configuration to copy is one, with its chains and the depths that the documentation gives', () => {
  const { chains, metrics } = loadConfig('tributary.example.yaml', { ...ENV, DATABASE_URL: 'postgres://localhost/t' });
  expect(metrics).toEqual({ host: '127.0.0.1', port: 9464 });
  const known = KNOWN_CHAINS.map(({ id, name, finality_blocks }) => [id, name, finality_blocks]);
  expect(chains.map(({ id, name, finality }) => [id, name, finality])).toEqual(known);
  const documented = [...DOCUMENT.matchAll(/^\| (\w[\w ]*?) +\| (\d+) +\| .*https:/gm)];
  expect(documented.map(([, name, blocks]) => [name, Number(blocks)])).toEqual(known.map(([, ...rest]) => rest));
  for (const { rpc, strictBlocks } of chains) {
    expect(rpc).toHaveLength(2);
    expect(strictBlocks).toBe(true);
  }
});

it('an endpoint that is not in the environment is named', () => {
  const { BASE_RPC: _, ...rest } = ENV;
  expect(() => loadConfig('tributary.example.yaml', { ...rest, DATABASE_URL: 'postgres://localhost/t' })).toThrow(
    'tributary.example.yaml: chains.1.rpc.0: the environment variable BASE_RPC is not set.',
  );
});
