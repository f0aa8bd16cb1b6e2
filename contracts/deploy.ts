import {
  type Abi,
  type Account,
  type Address,
  BaseError,
  type Hex,
  type PublicClient,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
  type WalletClient,
  createPublicClient,
  createWalletClient,
  http,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import {
  assetRegistryAbi,
  contributionTasksAbi,
  payoutVaultAbi,
  testPriceFeedAbi,
  testTokenAbi,
  usageMeterAbi,
} from './generated/abis.js';
import {
  assetRegistryBytecode,
  contributionTasksBytecode,
  payoutVaultBytecode,
  testPriceFeedBytecode,
  testTokenBytecode,
  usageMeterBytecode,
} from './generated/bytecode.js';

/** Between two questions for a receipt: a node that mines at once is not waited for long, others are not pestered. */
const FIRST_POLL_ms = 10;
const LONGEST_POLL_ms = 500;

export interface TestTokenSpec {
  readonly name: string;
  readonly symbol: string;
  readonly decimals: number;
}

/** A price feed of a test token, in the shape of Chainlink's. */
export interface TestFeedSpec {
  /** Symbol of the token that it prices. */
  readonly symbol: string;
  readonly decimals: number;
  /** Its first answer: USD for a whole token, times 10 to the power of `decimals`. */
  readonly answer: bigint;
}

/** How long people have to notice something before it takes effect, in seconds. Fixed at deployment. */
export interface DeployDelays {
  /** Between the announcement of a split that lowers a role and its effect; at most a year. */
  readonly splitNotice_s: number;
  /** In which a held usage can be returned; at most 90 days. */
  readonly holdWindow_s: number;
  /** Between asking for prepaid money and taking it out; at most 30 days. */
  readonly withdrawalDelay_s: number;
  /** Between the publication of a payout root and its first claim; at most 30 days. */
  readonly activationDelay_s: number;
}

const DAY_s = 86_400;

/** What a deployment has where nothing else is said. */
export const USUAL_DELAYS: DeployDelays = {
  splitNotice_s: 7 * DAY_s,
  holdWindow_s: 3 * DAY_s,
  withdrawalDelay_s: DAY_s,
  activationDelay_s: DAY_s,
};

export interface DeployOptions {
  /** JSON-RPC endpoint over HTTP. */
  readonly rpc: string;
  /** Who deploys: a private key, or an account that the node has unlocked. */
  readonly deployer: { readonly privateKey: Hex } | { readonly unlocked: Address };
  /** Protocol fee in parts per million, at most 100,000; 10,000 where absent. */
  readonly feePpm?: number;
  /** Where the protocol fee goes; the deployer where absent. */
  readonly treasury?: Address;
  /** Who may change fee, treasury and vault later, and name arbiter and operator; the deployer where absent. */
  readonly owner?: Address;
  /** Who decides disputes and may return held usages; the owner where absent. */
  readonly arbiter?: Address;
  /** Who publishes payout roots; the owner where absent. */
  readonly operator?: Address;
  /** For how long things are held back or announced. */
  readonly delays?: Partial<DeployDelays>;
  /** Tokens without worth, which anybody can mint. */
  readonly testTokens?: readonly TestTokenSpec[];
  /** Price feeds that say what anybody tells them. */
  readonly testFeeds?: readonly TestFeedSpec[];
  /**
   * Whether each creation is waited for before the next is sent. On a fresh node that mines by itself every
   * creation then has a block of its own, so all hashes are the same each time.
   */
  readonly oneByOne?: boolean;
  /** How long each transaction may take to be mined; 5 minutes where absent. */
  readonly deadline_ms?: number;
  /** Told of each step, in words. */
  readonly onStep?: (step: string) => void;
}

export interface DeployedContract {
  readonly address: Address;
  /** The block that created it. */
  readonly block: number;
  readonly txHash: Hex;
}

export interface Deployment {
  readonly chainId: number;
  readonly deployer: Address;
  readonly registry: DeployedContract;
  readonly meter: DeployedContract;
  readonly vault: DeployedContract;
  readonly tasks: DeployedContract;
  readonly tokens: readonly (DeployedContract & TestTokenSpec)[];
  readonly feeds: readonly (DeployedContract & TestFeedSpec)[];
  /** The first block that can hold an event of ours. */
  readonly firstBlock: number;
}

/** A deployment that did not work, in one sentence. */
export class DeployError extends Error {
  override name = 'DeployError';
}

/**
 * Puts the reference contracts on a chain: registry, vault and test tokens, then meter and tasks, which need the
 * first two, then feeds. The node estimates gas and fees; receipts are polled until the deadline.
 * @throws DeployError when the endpoint does not answer, a transaction fails, or is not mined in time
 */
export async function deployReference(options: DeployOptions): Promise<Deployment> {
  const deployer = await Deployer.connect(options);
  const { address } = deployer;
  const { owner = address, treasury = address, feePpm = 10_000, testTokens = [], testFeeds = [] } = options;
  const { arbiter = owner, operator = owner } = options;
  const { splitNotice_s, holdWindow_s, withdrawalDelay_s, activationDelay_s } = delaysOf(options);
  const first = [
    await deployer.send('AssetRegistry', assetRegistryAbi, assetRegistryBytecode, [owner, arbiter, splitNotice_s]),
    await deployer.send('PayoutVault', payoutVaultAbi, payoutVaultBytecode, [owner, operator, activationDelay_s]),
  ];
  for (const { name, symbol, decimals } of testTokens) {
    first.push(await deployer.send(symbol, testTokenAbi, testTokenBytecode, [name, symbol, decimals]));
  }
  const [registry, vault, ...tokens] = await deployer.createdAll(first);
  const meterArguments = [registry!.address, owner, feePpm, treasury, vault!.address];
  const [meter, tasks] = await deployer.createdAll([
    await deployer.send('UsageMeter', usageMeterAbi, usageMeterBytecode, [
      ...meterArguments,
      arbiter,
      holdWindow_s,
      withdrawalDelay_s,
    ]),
    await deployer.send('ContributionTasks', contributionTasksAbi, contributionTasksBytecode, [registry!.address]),
  ]);
  const feeds = [];
  for (const { symbol, decimals, answer } of testFeeds) {
    const description = `${symbol} / USD`;
    feeds.push(
      await deployer.send(description, testPriceFeedAbi, testPriceFeedBytecode, [description, decimals, answer]),
    );
  }
  const createdFeeds = await deployer.createdAll(feeds);
  return {
    chainId: deployer.chainId,
    deployer: address,
    registry: registry!,
    meter: meter!,
    vault: vault!,
    tasks: tasks!,
    tokens: tokens.map((contract, index) => ({ ...contract, ...testTokens[index]! })),
    feeds: createdFeeds.map((contract, index) => ({ ...contract, ...testFeeds[index]! })),
    firstBlock: Math.min(...[registry!, meter!, vault!, tasks!].map(({ block }) => block)),
  };
}

function delaysOf({ delays }: DeployOptions): { readonly [D in keyof DeployDelays]: bigint } {
  const all = { ...USUAL_DELAYS, ...delays };
  return {
    splitNotice_s: BigInt(all.splitNotice_s),
    holdWindow_s: BigInt(all.holdWindow_s),
    withdrawalDelay_s: BigInt(all.withdrawalDelay_s),
    activationDelay_s: BigInt(all.activationDelay_s),
  };
}

/**
 * The entry for a deployment below `chains:` in tributary.yaml.
 * @param rpc an endpoint, or `${NAME}` so that a key in it stays in the environment
 */
export function renderChainYaml(
  deployment: Deployment,
  chain: { readonly name: string; readonly rpc: string; readonly finality_blocks: number },
): string {
  const contract = ({ address, block }: DeployedContract): string =>
    `      - { adapter: reference, address: "${address}", firstBlock: ${block} }`;
  return [
    `  - id: ${deployment.chainId}`,
    `    name: ${JSON.stringify(chain.name)}`,
    `    rpc: [ ${JSON.stringify(chain.rpc)} ]`,
    `    finality: ${chain.finality_blocks}        # blocks`,
    '    contracts:',
    contract(deployment.registry),
    contract(deployment.meter),
    contract(deployment.vault),
    contract(deployment.tasks),
    '',
  ].join('\n');
}

interface Sent {
  readonly name: string;
  readonly hash: Hex;
}

/** One account that sends creations in a row, each with its own nonce. */
class Deployer {
  private constructor(
    readonly chainId: number,
    readonly address: Address,
    private readonly account: Account | Address,
    private readonly wallet: WalletClient,
    private readonly reader: PublicClient,
    private nonce: number,
    private readonly options: DeployOptions,
  ) {}

  static async connect(options: DeployOptions): Promise<Deployer> {
    const { deployer } = options;
    const account = 'privateKey' in deployer ? accountOf(deployer.privateKey) : deployer.unlocked;
    const address = typeof account === 'string' ? account : account.address;
    const transport = http(options.rpc, { timeout: 20_000 });
    const reader = createPublicClient({ transport });
    const [chainId, nonce] = await said('The endpoint does not answer', () =>
      Promise.all([reader.getChainId(), reader.getTransactionCount({ address, blockTag: 'pending' })]),
    );
    return new Deployer(chainId, address, account, createWalletClient({ transport }), reader, nonce, options);
  }

  async send(name: string, abi: Abi, bytecode: string, args: readonly unknown[]): Promise<Sent> {
    const hash = await said(`${name} cannot be sent to chain ${this.chainId} from ${this.address}`, () =>
      this.wallet.deployContract({
        abi,
        bytecode: bytecode as Hex,
        args,
        account: this.account,
        chain: null,
        nonce: this.nonce,
      }),
    );
    this.nonce += 1;
    this.options.onStep?.(`${name}: sent in ${hash}`);
    if (this.options.oneByOne) await this.receiptOf(name, hash);
    return { name, hash };
  }

  async created({ name, hash }: Sent): Promise<DeployedContract> {
    const receipt = await this.receiptOf(name, hash);
    if (receipt.status !== 'success' || !receipt.contractAddress) {
      throw new DeployError(`${name} was refused by chain ${this.chainId}: transaction ${hash} reverted.`);
    }
    const { contractAddress: address, blockNumber } = receipt;
    this.options.onStep?.(`${name}: ${address}, block ${blockNumber}`);
    return { address, block: Number(blockNumber), txHash: hash };
  }

  async createdAll(sent: readonly Sent[]): Promise<DeployedContract[]> {
    return Promise.all(sent.map((one) => this.created(one)));
  }

  /** Asks plainly: viem's own waiting watches for blocks, and a node that mines on demand has no next one. */
  private async receiptOf(name: string, hash: Hex): Promise<TransactionReceipt> {
    const limit_ms = this.options.deadline_ms ?? 300_000;
    const deadline_ms = Date.now() + limit_ms;
    return said(`${name} is not mined within ${limit_ms / 1_000} s, but may be later`, async () => {
      for (let wait_ms = FIRST_POLL_ms; ; wait_ms = Math.min(2 * wait_ms, LONGEST_POLL_ms)) {
        try {
          return await this.reader.getTransactionReceipt({ hash });
        } catch (error) {
          if (!(error instanceof TransactionReceiptNotFoundError) || Date.now() > deadline_ms) throw error;
          await new Promise((done) => setTimeout(done, wait_ms));
        }
      }
    });
  }
}

function accountOf(privateKey: Hex): Account {
  try {
    return privateKeyToAccount(privateKey);
  } catch {
    // Without the cause: its words may repeat the key.
    throw new DeployError('The private key is not one that Ethereum knows; expected 32 bytes, not zero.');
  }
}

/** What `act` gives, or a sentence that says what could not be done and, in the client's words, why. */
async function said<T>(problem: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const details = error instanceof BaseError ? error.details || error.shortMessage : String(error);
    throw new DeployError(`${problem}: ${details.split('\n')[0]!.replace(/\.+$/, '')}.`, { cause: error });
  }
}
