// What happens in the worked example: `node examples/atelier/story.mjs http://127.0.0.1:8555` puts Atelier on a
// fresh local chain whose accounts are unlocked, and lets three people work with it.
import { readFileSync } from 'node:fs';
import { createWalletClient, http, parseEther, publicActions, stringToHex } from 'viem';

const { abi, bytecode } = JSON.parse(readFileSync(new URL('Atelier.json', import.meta.url), 'utf8'));
const transport = http(process.argv[2] ?? 'http://127.0.0.1:8555');
const chain = createWalletClient({ transport, pollingInterval: 20 }).extend(publicActions);
const [ann, ben, eve, shop] = await chain.getAddresses();

const mined = async (hash) => {
  const receipt = await chain.waitForTransactionReceipt({ hash });
  if (receipt.status !== 'success') throw new Error(`Transaction ${hash} was reverted; start with a fresh chain.`);
  return receipt;
};
const deployed = await mined(await chain.deployContract({ abi, bytecode, account: ann, chain: null }));
const address = deployed.contractAddress;
const call = async (account, functionName, args, value = 0n) =>
  mined(await chain.writeContract({ address, abi, functionName, args, account, value, chain: null }));
const bytes32 = (text) => stringToHex(text, { size: 32 });

await call(ann, 'create', [bytes32('Street Signs'), 1, 'ipfs://street-signs', [], []]);
await call(ben, 'create', [bytes32('Road Noise'), 1, 'ipfs://road-noise', [], []]);
await call(eve, 'create', [bytes32('Co-driver'), 2, 'ipfs://co-driver', [1n, 2n], [1_000, 250]]);
await call(shop, 'use', [3n, bytes32('inference')], parseEther('1'));
await call(shop, 'use', [3n, bytes32('inference')], parseEther('0.5'));
await call(ben, 'transferFrom', [ben, ann, 2n]);
await call(shop, 'use', [3n, bytes32('training')], parseEther('2'));

console.log(`Atelier is ${address.toLowerCase()}, made in block ${deployed.blockNumber}.`);
