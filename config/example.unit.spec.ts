import { expect, it } from '@jest/globals';
import { loadConfig } from './tributary-config.js';

const NAMES = ['ETHEREUM', 'BASE', 'BNB'].flatMap((name) => [`${name}_RPC`, `${name}_RPC_2`]);
const ENV = Object.fromEntries(
  NAMES.map((name) => [name, `https://${name.toLowerCase().replaceAll('_', '-')}.example/key`]),
);

it('the configuration to copy is one, with its chains and the depths that the documentation gives', () => {
  const { chains, metrics } = loadConfig('tributary.example.yaml', { ...ENV, DATABASE_URL: 'postgres://localhost/t' });
  expect(metrics).toEqual({ host: '127.0.0.1', port: 9464 });
  expect(chains.map(({ id, name, finality }) => [id, name, finality])).toEqual([
    [1, 'Ethereum', 96],
    [8453, 'Base', 900],
    [56, 'BNB Chain', 200],
  ]);
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
