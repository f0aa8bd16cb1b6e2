import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AbiEvent,
  type Address,
  getAbiItem,
  type Hex,
  numberToHex,
  pad,
  toHex,
  zeroAddress,
  zeroHash,
} from 'viem';
import { assetRegistryAbi, usageMeterAbi } from '../../contracts/generated/abis.js';
import { changingProxyAbi, changingProxyBytecode } from '../../contracts/generated/test-contracts.js';
import { Puppets, speech, type Speech } from '../support/puppets.js';
import { ReferenceChain } from '../support/reference-chain.js';
import { type Deployment, startDeployment } from '../support/system.js';
import { verificationFailures } from './verify-system.js';

const CHAIN = 7601;
const MAX = 2n ** 256n - 1n;
const LEAST_INT256 = numberToHex(-(2n ** 255n), { size: 32, signed: true });
const REGISTERED = getAbiItem({ abi: assetRegistryAbi, name: 'AssetRegistered' }) as AbiEvent;
const USED = getAbiItem({ abi: usageMeterAbi, name: 'UsageRecorded' }) as AbiEvent;
/** Stands in for bytes that no encoder would write. */
const MARK = 'MARKMARK';
const NO_UTF8 = 'c328a0a1fffe80ed';
const LONG = 'long '.repeat(200_000);

/** What text a contract may call itself by, and what is shown of it. */
const NAMES: readonly { readonly name: string; readonly shown: string }[] = [
  { name: 'nul\0 inside', shown: 'nul\ufffd inside' },
  { name: `${MARK} no text`, shown: '\ufffd(\ufffd\ufffd\ufffd\ufffd\ufffd\ufffd no text' },
  { name: '\u202egnp.exe\u2066 \u200f\u200b', shown: '\u202egnp.exe\u2066 \u200f\u200b' },
  { name: `'; DROP TABLE log.event; -- \\x00 \\N <script>`, shown: `'; DROP TABLE log.event; -- \\x00 \\N <script>` },
  { name: LONG, shown: LONG },
  { name: '', shown: '' },
];

/** Contracts that are watched emit the worst that a chain takes: through indexer, log, fold and API. */
describe('hostile content', () => {
  let chain: ReferenceChain;
  let puppets: Puppets;
  let puppet: Address;
  let spoof: Address;
  let proxy: Address;
  let deployment: Deployment;

  beforeAll(async () => {
    chain = await ReferenceChain.start(CHAIN, { genesisTime_s: 1_790_000_000 });
    await chain.client.setBlockGasLimit({ gasLimit: 2_000_000_000n });
    puppets = await Puppets.on(chain);
    [puppet, spoof] = [await puppets.make(), await puppets.make()];
    proxy = await chain.deploy(changingProxyAbi, changingProxyBytecode, [puppet]);
    const contracts = [...chain.contracts, puppet, proxy];
    deployment = await startDeployment({ chains: [{ id: CHAIN, rpc: chain.anvil.url, contracts, finality: 3 }] });
    for (const [at, { name }] of NAMES.entries()) await puppets.tell(puppet, registered(BigInt(at), name));
    await puppets.tell(puppet, registered(MAX, 'the last one'));
    await puppets.tell(puppet, used(MAX, MAX), 2);
    await puppets.tell(spoof, registered(77n, 'spoofed'));
    await puppets.tell(proxy, registered(1n, 'behind a proxy'));
    await chain.client.setStorageAt({ address: proxy, index: 0, value: pad(spoof) });
    await puppets.tell(proxy, {
      ...registered(2n, 'after'),
      data: LEAST_INT256,
    });
    await puppets.tell(proxy, { topics: [toHex('an ABI of tomorrow', { size: 32 })], data: toHex(MAX) });
    await puppets.tell(proxy, { topics: [], data: '0x' });
    await deployment.untilFolded(new Map([[CHAIN, await chain.head()]]), 120_000);
    await deployment.untilServing();
  }, 240_000);
  afterAll(async () => {
    await deployment?.stop();
    await chain?.anvil.stop();
  }, 60_000);

  it('is in the log as the chain has it, and state and balances follow from it', async () => {
    expect(await verificationFailures(deployment)).toBe('');
  }, 120_000);

  it('is shown without what cannot be shown, and kept with it', async () => {
    for (const [at, { shown }] of NAMES.entries()) expect(await nameOf(puppet, BigInt(at))).toBe(shown);
    expect(await nameOf(puppet, MAX)).toBe('the last one');
    const kept = await deployment.query<{ position: number }>(
      `SELECT position($1::bytea in data) FROM log.event WHERE kind = 'AssetRegistered' AND contract = $2 AND block_number = $3`,
      [Buffer.from(NO_UTF8, 'hex'), bytes(puppet), await blockOf(1)],
    );
    expect(kept[0]!.position).toBeGreaterThan(0);
  }, 60_000);

  it('counts two equal events of one transaction as two, to the last unit', async () => {
    const rows = await deployment.query<{ tx_hash: Buffer; amount: string; units: string }>(
      `SELECT tx_hash, payload->>'amount' AS amount, payload->>'units' AS units
       FROM log.event WHERE kind = 'UsageRecorded' AND contract = $1 ORDER BY log_index`,
      [bytes(puppet)],
    );
    expect(rows.map(({ amount, units }) => [amount, units])).toEqual(Array(2).fill([String(MAX), String(MAX)]));
    expect(rows[0]!.tx_hash).toEqual(rows[1]!.tx_hash);
  });

  it('is not taken from a contract that is not watched, whatever it emits', async () => {
    expect(await deployment.query('SELECT 1 FROM log.event WHERE contract = $1', [bytes(spoof)])).toEqual([]);
    expect(await nameOf(spoof, 77n)).toBeUndefined();
  });

  it('is kept as unknown where the ABI behind an address has changed, and nothing stops', async () => {
    expect(await nameOf(proxy, 1n)).toBe('behind a proxy');
    const rows = await deployment.query<{ kind: string; reason: string | null; data: Buffer }>(
      `SELECT kind, payload->>'reason' AS reason, data FROM log.event WHERE contract = $1 ORDER BY block_number`,
      [bytes(proxy)],
    );
    expect(rows.map(({ kind, reason }) => [kind, reason])).toEqual([
      ['AssetRegistered', null],
      ['Unknown', 'malformed AssetRegistered'],
      ['Unknown', `topic ${toHex('an ABI of tomorrow', { size: 32 })} is not known`],
      ['Unknown', 'it has no topic'],
    ]);
    expect(rows[1]!.data).toEqual(bytes(LEAST_INT256));
    expect(await deployment.query('SELECT status FROM log.chain')).toEqual([{ status: 'FOLLOWING' }]);
    await chain.register(chain.people[1]!);
    await deployment.untilFolded(new Map([[CHAIN, await chain.head()]]));
    expect(await nameOf(chain.registry, 1n)).toBe('Asset 1');
  }, 60_000);

  function registered(assetId: bigint, name: string): Speech {
    const args = { assetId, owner: chain.people[1], kind: 0, contentHash: zeroHash, uri: name.slice(0, 100), name };
    const { topics, data } = speech(REGISTERED, args);
    return { topics, data: data.replaceAll(toHex(MARK).slice(2), NO_UTF8) as Hex };
  }

  function used(amount: bigint, units: bigint): Speech {
    const asset = { assetChainId: BigInt(CHAIN), assetRegistry: puppet, assetId: MAX };
    const nobody = { application: zeroAddress, executor: zeroAddress, parentReceiptId: zeroHash };
    const receiptId = toHex(MAX, { size: 32 });
    const consumer = chain.people[2];
    return speech(USED, { ...asset, ...nobody, receiptId, consumer, operation: 1, units, token: chain.token, amount });
  }

  async function nameOf(registry: Address, token: bigint): Promise<string | null | undefined> {
    const { asset } = await deployment.graphql<{ asset: { name: string | null } | null }>(
      'query ($id: ID!) { asset(id: $id) { name } }',
      { id: `eip155:${CHAIN}/erc721:${registry}/${token}` },
    );
    return asset?.name;
  }

  /** The block in which the puppet registered an asset. */
  async function blockOf(token: number): Promise<string> {
    const rows = await deployment.query<{ block_number: string }>(
      `SELECT block_number FROM log.event WHERE kind = 'AssetRegistered' AND payload->>'asset' = $1`,
      [`eip155:${CHAIN}/erc721:${puppet}/${token}`],
    );
    return rows[0]!.block_number;
  }
});

const bytes = (hex: string): Buffer => Buffer.from(hex.slice(2), 'hex');
