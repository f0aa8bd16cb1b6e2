import {
  type Abi,
  type Address,
  BaseError,
  type Hex,
  type PublicClient,
  RpcRequestError,
  type TransactionReceipt,
  type WalletClient,
  concat,
  createPublicClient,
  createTestClient,
  createWalletClient,
  decodeErrorResult,
  encodeDeployData,
  getAddress,
  http,
  pad,
  parseEventLogs,
  toHex,
} from 'viem';
import { startTestAnvil } from '../../test/support/anvil.js';
import { until } from '../../test/support/until.js';
import { type DeployDelays, type Deployment, type TestTokenSpec, deployReference } from '../deploy.js';
import {
  assetRegistryAbi,
  contributionTasksAbi,
  payoutVaultAbi,
  testTokenAbi,
  usageMeterAbi,
} from '../generated/abis.js';

export interface SeenEvent {
  readonly name: string;
  readonly args: Record<string, unknown>;
}

/** A contract on the test's chain, called by unlocked accounts. */
export class TestContract {
  /** Errors of tokens and of the registry come through other contracts: they are decoded too. */
  private readonly abi: Abi;
  /** Checksummed, as events give addresses. */
  readonly address: Address;

  constructor(
    private readonly reader: PublicClient,
    private readonly wallet: WalletClient,
    address: Address,
    abi: Abi,
  ) {
    this.address = getAddress(address);
    this.abi = [...abi, ...[...testTokenAbi, ...assetRegistryAbi].filter(({ type }) => type === 'error')];
  }

  /** Sends a transaction and gives its receipt. @throws Error when it reverts */
  async send(from: Address, functionName: string, args: readonly unknown[], gas?: bigint): Promise<TransactionReceipt> {
    const call = { abi: this.abi, address: this.address, functionName, args, account: from, chain: null, gas };
    const hash = await this.wallet.writeContract(call);
    const receipt = await minedIn(this.reader, hash);
    if (receipt.status !== 'success') throw new Error(`${functionName} reverted in ${hash}`);
    return receipt;
  }

  /** Sends a transaction and gives the events of this contract, in order. */
  async events(from: Address, functionName: string, args: readonly unknown[]): Promise<SeenEvent[]> {
    return this.eventsIn(await this.send(from, functionName, args));
  }

  eventsIn({ logs }: TransactionReceipt): SeenEvent[] {
    const own = logs.filter(({ address }) => address.toLowerCase() === this.address.toLowerCase());
    return parseEventLogs({ abi: this.abi, logs: own }).map((event) => {
      const { eventName, args } = event as unknown as { eventName: string; args: Record<string, unknown> };
      return { name: eventName, args };
    });
  }

  async read(functionName: string, args: readonly unknown[] = []): Promise<unknown> {
    return this.reader.readContract({ abi: this.abi, address: this.address, functionName, args });
  }

  /** The custom error, name first and arguments after it, with which a call is refused. @throws when it is not */
  async refusal(from: Address, functionName: string, args: readonly unknown[], gas?: bigint): Promise<unknown[]> {
    try {
      await this.reader.simulateContract({
        abi: this.abi,
        address: this.address,
        functionName,
        args,
        account: from,
        gas,
      });
    } catch (error) {
      return reasonOf(error, this.abi);
    }
    throw new Error(`${functionName} was not refused`);
  }
}

/** viem's own waiting looks again at new blocks only: a node that mines on demand may show a receipt after its block. */
async function minedIn(reader: PublicClient, hash: Hex): Promise<TransactionReceipt> {
  return until(`transaction ${hash} to be mined`, () => reader.getTransactionReceipt({ hash }), {
    limit_ms: 30_000,
    pause_ms: 5,
  });
}

/** The custom error in a failed call, name first; `no reason` where the call gave no data. */
function reasonOf(error: unknown, abi: Abi): unknown[] {
  const failed = error instanceof BaseError ? error.walk((cause) => cause instanceof RpcRequestError) : null;
  if (!(failed instanceof RpcRequestError)) throw error;
  const data = failed.data as Hex | undefined;
  if (!data || data === '0x') return ['no reason'];
  const { errorName, args } = decodeErrorResult({ abi, data });
  return [errorName, ...((args as readonly unknown[] | undefined) ?? [])];
}

export interface TestChain {
  readonly rpc: string;
  readonly chainId: number;
  /** Unlocked and funded; the first deployed and owns everything. */
  readonly accounts: readonly Address[];
  readonly deployment: Deployment;
  readonly registry: TestContract;
  readonly meter: TestContract;
  readonly vault: TestContract;
  readonly tasks: TestContract;
  readonly token: TestContract;
  readonly reader: PublicClient;
  at(address: Address, abi: Abi): TestContract;
  deploy(abi: Abi, bytecode: string, args?: readonly unknown[]): Promise<TestContract>;
  /** The custom error with which a creation is refused. @throws when it is not */
  creationRefusal(abi: Abi, bytecode: string, args: readonly unknown[]): Promise<unknown[]>;
  /** The next block comes so many seconds after the newest. */
  wait(seconds: number): Promise<void>;
  /** The next block has this Unix time. */
  nextAt(time: bigint): Promise<void>;
  /** The newest block's Unix time. */
  now(): Promise<bigint>;
  /** Lets `account`, a contract for example, send transactions, and funds it. */
  impersonate(account: Address): Promise<void>;
  /** Makes what is there now what {@link reset} goes back to. */
  keep(): Promise<void>;
  /** Forgets everything since the deployment, or since {@link keep}. */
  reset(): Promise<void>;
  stop(): Promise<void>;
}

/** The fee that the test's meter takes: 2 %. */
export const FEE_PPM = 20_000;

/** What the test's contracts wait for. */
export const DELAYS: DeployDelays = {
  splitNotice_s: 1_000,
  holdWindow_s: 600,
  withdrawalDelay_s: 300,
  activationDelay_s: 120,
};

const USD: TestTokenSpec = { name: 'Test Dollar', symbol: 'tUSD', decimals: 6 };

/** The n-th receipt id that a consumer may use: it begins with their address. */
export function receiptOf(consumer: Address, n: number): Hex {
  return concat([consumer.toLowerCase() as Address, pad(toHex(n), { size: 12 })]);
}

/** Which of a test chain's accounts has which part. */
export const PARTS = { owner: 0, treasury: 1, arbiter: 7, operator: 8 } as const;

/** A real node with the reference contracts on it. */
export async function startTestChain(): Promise<TestChain> {
  const node = await startTestAnvil();
  const transport = http(node.url);
  const reader = createPublicClient({ transport, pollingInterval: 5, cacheTime: 0 });
  const wallet = createWalletClient({ transport });
  const accounts = await wallet.getAddresses();
  const deployment = await deployReference({
    rpc: node.url,
    deployer: { unlocked: accounts[0]! },
    feePpm: FEE_PPM,
    treasury: accounts[PARTS.treasury],
    arbiter: accounts[PARTS.arbiter],
    operator: accounts[PARTS.operator],
    delays: DELAYS,
    testTokens: [USD],
  });
  const at = (address: Address, abi: Abi): TestContract => new TestContract(reader, wallet, address, abi);
  const tester = createTestClient({ mode: 'anvil', transport });
  let snapshot = await tester.snapshot();
  return {
    rpc: node.url,
    chainId: node.chainId,
    accounts,
    deployment,
    registry: at(deployment.registry.address, assetRegistryAbi),
    meter: at(deployment.meter.address, usageMeterAbi),
    vault: at(deployment.vault.address, payoutVaultAbi),
    tasks: at(deployment.tasks.address, contributionTasksAbi),
    token: at(deployment.tokens[0]!.address, testTokenAbi),
    reader,
    at,
    async deploy(abi, bytecode, args = []) {
      const call = { abi, bytecode: bytecode as Hex, args, account: accounts[PARTS.owner]!, chain: null };
      const hash = await wallet.deployContract(call);
      const { contractAddress } = await minedIn(reader, hash);
      return at(contractAddress!, abi);
    },
    async creationRefusal(abi, bytecode, args) {
      try {
        await reader.call({ account: accounts[0]!, data: encodeDeployData({ abi, bytecode: bytecode as Hex, args }) });
      } catch (error) {
        return reasonOf(error, abi);
      }
      throw new Error('The creation was not refused');
    },
    async wait(seconds) {
      const { timestamp } = await reader.getBlock();
      await tester.setNextBlockTimestamp({ timestamp: timestamp + BigInt(seconds) });
      await tester.mine({ blocks: 1 });
    },
    async nextAt(timestamp) {
      await tester.setNextBlockTimestamp({ timestamp });
    },
    async now() {
      return (await reader.getBlock()).timestamp;
    },
    async impersonate(account) {
      await tester.impersonateAccount({ address: account });
      await tester.setBalance({ address: account, value: 10n ** 18n });
    },
    async keep() {
      snapshot = await tester.snapshot();
    },
    async reset() {
      await tester.revert({ id: snapshot });
      snapshot = await tester.snapshot();
    },
    stop: () => node.stop(),
  };
}
