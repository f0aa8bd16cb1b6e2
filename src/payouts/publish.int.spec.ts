import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createTestClient, http, parseEther } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { deployReference } from '../../contracts/deploy.js';
import { type Anvil, startAnvil } from '../../local/chains/anvil.js';
import { postJson } from '../../test/support/post-json.js';
import { type Address, chainId, type Hex } from '../domain/ids.js';
import type { Vault } from '../settlement/vault-tables.js';
import { PayoutTree } from './merkle-tree.js';
import type { PayoutRoot } from './payout-root.js';
import { publishRoot, standingOf } from './publish.js';

const CHAIN_ID = 4243;
const DEPLOYER = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
const DIGEST = `0x${'0'.repeat(64)}` as Hex;
const person = `0x${'1'.repeat(40)}` as Address;
const key = `0x${'1'.repeat(64)}` as const;

let node: Anvil;
let vault: Vault;

beforeAll(async () => {
  node = await startAnvil({ chainId: CHAIN_ID, mining: 'automine' });
  const deployment = await deployReference({ rpc: node.url, deployer: { unlocked: DEPLOYER }, feePpm: 0 });
  vault = { chain: chainId(CHAIN_ID), address: deployment.vault.address.toLowerCase() as Address };
}, 60_000);
afterAll(() => node?.kill());

const rootFor = (of: Vault): PayoutRoot => {
  const leaves = [{ contributor: person, token: person, amount: 1n }];
  const marks = { mark_s: 60, remoteMark_s: 60 };
  return { vault: of, marks, leaves, tree: PayoutTree.of(leaves), totals: [], overpaid: [] };
};

it('an endpoint that is not there is not taken for a vault that refuses, and is not repeated', async () => {
  const publisher = { rpc: 'http://me:s3cret@127.0.0.1:1/key', privateKey: key };
  const silence = /^The endpoint does not answer: (?!.*s3cret)(?!.*\/key)[^\n]*\.$/;
  await expect(standingOf(vault, publisher)).rejects.toThrow(silence);
  await expect(publishRoot(rootFor(vault), DIGEST, publisher, { replacesPending: false })).rejects.toThrow(silence);
});

it('a key that may not publish is told whose it is', async () => {
  const publisher = { rpc: node.url, privateKey: key };
  expect(await standingOf(vault, publisher)).toEqual({ mayPublish: false, pending: null });
  await expect(publishRoot(rootFor(vault), DIGEST, publisher, { replacesPending: false })).rejects.toThrow(
    /^The key is that of 0x[0-9a-fA-F]{40}, who is neither operator nor owner of the vault 0x[0-9a-f]{40}; use theirs\.$/,
  );
});

/** A way to the node on which receipts are not there yet the first times they are asked for. */
async function lateReceipts(times: number): Promise<{ url: string; asked: () => number; close: () => void }> {
  let asked = 0;
  const server = createServer((request, response) => {
    const answered = text(request).then(async (body) => {
      const call = JSON.parse(body) as { id: number; method: string };
      const isLate = call.method === 'eth_getTransactionReceipt' && ++asked <= times;
      const answer = isLate ? { jsonrpc: '2.0', id: call.id, result: null } : (await postJson(node.url, call)).body;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
    answered.catch(() => response.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, asked: () => asked, close: () => server.close() };
}

it('a receipt that shows only after its block is waited for, though no block follows; one that never shows is told', async () => {
  const owner = privateKeyToAccount(key);
  const rich = createTestClient({ mode: 'anvil', transport: http(node.url) });
  await rich.setBalance({ address: owner.address, value: parseEther('1') });
  const { vault: own } = await deployReference({ rpc: node.url, deployer: { privateKey: key }, feePpm: 0 });
  const mine = { chain: chainId(CHAIN_ID), address: own.address.toLowerCase() as Address };
  const options = { replacesPending: true };
  const late = await lateReceipts(3);
  const never = await lateReceipts(Infinity);
  try {
    const publisher = { rpc: late.url, privateKey: key };
    expect(await publishRoot(rootFor(mine), DIGEST, publisher, options)).toMatchObject({ outcome: 'PUBLISHED' });
    expect(late.asked()).toBe(4);
    const impatient = { rpc: never.url, privateKey: key, deadline_ms: 600 };
    const another = { ...rootFor(mine), tree: PayoutTree.of([{ contributor: person, token: person, amount: 2n }]) };
    await expect(publishRoot(another, DIGEST, impatient, options)).rejects.toThrow(
      /^The transaction 0x[0-9a-f]{64} was not mined within 0.6 s; publish again\.$/,
    );
  } finally {
    late.close();
    never.close();
  }
});
