import {
  type Abi,
  type Address,
  createTestClient,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  http,
  publicActions,
  walletActions,
  zeroAddress,
  zeroHash,
} from 'viem';
import {
  assetRegistryAbi,
  contributionTasksAbi,
  payoutVaultAbi,
  testTokenAbi,
  usageMeterAbi,
} from '../../contracts/generated/abis.js';
import {
  assetRegistryBytecode,
  contributionTasksBytecode,
  payoutVaultBytecode,
  testTokenBytecode,
  usageMeterBytecode,
} from '../../contracts/generated/bytecode.js';
import { ROLES, type Role } from '../../src/domain/vocabulary.js';
import { type Anvil, startAnvil } from '../../local/chains/anvil.js';
import { until } from './until.js';

/** An asset as scenarios name it: where it is registered, and its number there. */
export interface AssetRef {
  chainId: number;
  registry: Address;
  assetId: bigint;
}

export interface LinkOptions {
  royaltyPpm: number;
  absolute?: boolean;
}

/** CAIP-19 id of an asset. */
export function caip19({ chainId, registry, assetId }: AssetRef): string {
  return `eip155:${chainId}/erc721:${registry.toLowerCase()}/${assetId}`;
}

/** Who deploys, owns, decides and publishes everything. */
const DEPLOYER = 0;
const TREASURY = 8;
const CONSUMER = 9;
const HOLD_WINDOW_s = 3_600n;

/**
 * An anvil of the test's own with the reference contracts, where the test says what is in which block
 * and at which time. Every call mines one block.
 */
export class ReferenceChain {
  private receipts = 0n;
  readonly client;

  private constructor(
    readonly anvil: Anvil,
    readonly people: readonly Address[],
  ) {
    this.client = createTestClient({ mode: 'anvil', transport: http(anvil.url, { timeout: 60_000 }) })
      .extend(publicActions)
      .extend(walletActions);
  }

  registry!: Address;
  meter!: Address;
  vault!: Address;
  tasks!: Address;
  token!: Address;

  /**
   * Starts the node and deploys; blocks are dated from `genesisTime_s` on. Splits take effect at once, payout roots and
   * withdrawals too; usages are held for an hour.
   */
  static async start(chainId: number, options: { genesisTime_s: number; feePpm?: number }): Promise<ReferenceChain> {
    const anvil = await startAnvil({ chainId, genesisTime_s: options.genesisTime_s });
    const { client } = new ReferenceChain(anvil, []);
    const chain = new ReferenceChain(anvil, await client.getAddresses());
    const deployer = chain.people[DEPLOYER]!;
    chain.registry = await chain.deployRegistry();
    chain.vault = await chain.deploy(payoutVaultAbi, payoutVaultBytecode, [deployer, deployer, 0n]);
    chain.token = await chain.deploy(testTokenAbi, testTokenBytecode, ['Test Dollar', 'TUSD', 6]);
    chain.meter = await chain.deploy(usageMeterAbi, usageMeterBytecode, [
      chain.registry,
      deployer,
      options.feePpm ?? 50_000,
      chain.people[TREASURY],
      chain.vault,
      deployer,
      HOLD_WINDOW_s,
      0n,
    ]);
    chain.tasks = await chain.deploy(contributionTasksAbi, contributionTasksBytecode, [chain.registry]);
    await chain.fundConsumer();
    return chain;
  }

  /** Goes on with a chain that has the contracts already. It mines a block per transaction from then on. */
  static async attach(
    anvil: Anvil,
    contracts: { registry: Address; meter: Address; vault: Address; tasks: Address; token: Address },
  ): Promise<ReferenceChain> {
    const { client } = new ReferenceChain(anvil, []);
    const chain = new ReferenceChain(anvil, await client.getAddresses());
    Object.assign(chain, contracts);
    await chain.client.setAutomine(true);
    await chain.fundConsumer();
    return chain;
  }

  private async fundConsumer(): Promise<void> {
    const { consumer, token, meter } = this;
    await this.call(consumer, token, testTokenAbi, 'mint', [consumer, 10n ** 40n]);
    await this.call(consumer, token, testTokenAbi, 'approve', [meter, 10n ** 40n]);
  }

  get consumer(): Address {
    return this.people[CONSUMER]!;
  }

  /** Contracts as the configuration lists them. */
  get contracts(): Address[] {
    return [this.registry, this.meter, this.vault, this.tasks];
  }

  /** A registry where every split takes effect at once. */
  async deployRegistry(): Promise<Address> {
    const deployer = this.people[DEPLOYER]!;
    return this.deploy(assetRegistryAbi, assetRegistryBytecode, [deployer, deployer, 0n]);
  }

  async deploy(abi: Abi | readonly unknown[], bytecode: string, args: readonly unknown[] = []): Promise<Address> {
    const data = encodeDeployData({ abi: abi as Abi, bytecode: bytecode as Hex, args: args as unknown[] });
    const receipt = await this.send(this.people[DEPLOYER]!, undefined, data);
    return receipt.contractAddress!.toLowerCase() as Address;
  }

  /** The next block is dated like this, and later ones after it. */
  async warp(time_s: number): Promise<void> {
    await this.client.setNextBlockTimestamp({ timestamp: BigInt(time_s) });
  }

  async mine(blocks: number): Promise<void> {
    await this.client.mine({ blocks });
  }

  /** Replaces the newest blocks by as many others, without their transactions. */
  async reorg(depth: number): Promise<void> {
    await this.client.request({ method: 'anvil_reorg', params: [depth, []] } as never);
  }

  async head(): Promise<number> {
    return Number(await this.client.getBlockNumber({ cacheTime: 0 }));
  }

  async register(owner: Address, kind = 0, registry = this.registry): Promise<AssetRef> {
    const assetId = await this.client.readContract({
      address: registry,
      abi: assetRegistryAbi,
      functionName: 'assetCount',
    });
    const name = `Asset ${assetId + 1n}`;
    await this.call(owner, registry, assetRegistryAbi, 'register', [
      { kind, contentHash: zeroHash, uri: `ipfs://${name}`, name },
    ]);
    return { chainId: this.anvil.chainId, registry, assetId: assetId + 1n };
  }

  async link(owner: Address, child: AssetRef, parent: AssetRef, options: LinkOptions): Promise<void> {
    await this.call(owner, child.registry, assetRegistryAbi, 'linkParents', [
      child.assetId,
      [{ ...parent, relation: 0, royaltyPpm: options.royaltyPpm, policy: options.absolute ? 1 : 0 }],
    ]);
  }

  async split(owner: Address, asset: AssetRef, ppm: Partial<Record<Role, number>>): Promise<void> {
    const list = ROLES.map((role) => ppm[role] ?? 0);
    await this.call(owner, asset.registry, assetRegistryAbi, 'setRoleSplit', [asset.assetId, list]);
  }

  async shares(owner: Address, asset: AssetRef, role: Role, counts: Readonly<Record<Address, bigint>>): Promise<void> {
    await this.call(owner, asset.registry, assetRegistryAbi, 'setShares', [
      asset.assetId,
      ROLES.indexOf(role),
      Object.keys(counts),
      Object.values(counts),
    ]);
  }

  async transfer(owner: Address, asset: AssetRef, to: Address): Promise<void> {
    await this.call(owner, asset.registry, assetRegistryAbi, 'transferFrom', [owner, to, asset.assetId]);
  }

  async setFee(feePpm: number, treasury: Address): Promise<void> {
    await this.call(this.people[DEPLOYER]!, this.meter, usageMeterAbi, 'setFee', [feePpm, treasury, this.vault]);
  }

  /** Pays for a use, by a consumer who has as much money as it takes. */
  async use(asset: AssetRef, amount: bigint, executor?: Address): Promise<void> {
    await this.call(this.consumer, this.meter, usageMeterAbi, 'recordUsage', [this.usage(asset, amount, executor)]);
  }

  /** The argument of recordUsage, with a receipt id of its own. */
  usage(asset: AssetRef, amount: bigint, executor: Address = zeroAddress) {
    const receiptId = `${this.consumer.toLowerCase()}${(++this.receipts).toString(16).padStart(24, '0')}` as Hex;
    return {
      receiptId,
      assetChainId: BigInt(asset.chainId),
      assetRegistry: asset.registry,
      assetId: asset.assetId,
      operation: 1,
      units: 1n,
      token: this.token,
      amount,
      application: zeroAddress,
      executor,
      parentReceiptId: zeroHash,
    };
  }

  async call(from: Address, to: Address, abi: unknown, functionName: string, args: unknown[]): Promise<void> {
    await this.send(from, to, encodeFunctionData({ abi: abi as Abi, functionName, args }));
  }

  private async send(from: Address, to: Address | undefined, data: Hex) {
    const hash = await this.client.sendTransaction({ account: from, to, data, chain: null });
    // viem's own waiting looks again at new blocks only: on a chain that then stands still it was seen to wait for ever.
    const receipt = await until(
      `transaction ${hash} to be mined`,
      () => this.client.getTransactionReceipt({ hash }).catch(() => null),
      { limit_ms: 30_000, pause_ms: 5 },
    );
    if (receipt.status !== 'success') throw new Error(`transaction ${hash} was reverted`);
    return receipt;
  }
}
