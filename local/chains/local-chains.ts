import { join } from 'node:path';
import { type DeployedContract, deployReference } from '../../contracts/deploy.js';
import type { TokenSymbol } from '../economy/actions.js';
import { ECONOMY_DELAYS } from '../economy/delays.js';
import type { EconomyContracts } from '../economy/contracts.js';
import { FEED_DECIMALS, FIRST_ANSWER } from '../economy/prices.js';
import { type Anvil, startAnvil } from './anvil.js';
import { mineAt, Rpc } from './rpc.js';

/** The two chains of a local run. */
export const LOCAL_CHAINS = [
  { chainId: 31337, name: 'Local One', blockTime_s: 1 },
  { chainId: 31338, name: 'Local Two', blockTime_s: 2 },
] as const;

export const TEST_TOKENS = [
  { name: 'USD Coin (test)', symbol: 'USDC', decimals: 6 },
  { name: 'Wrapped Ether (test)', symbol: 'WETH', decimals: 18 },
] as const;

/** The first dev accounts of anvil, whose keys everybody knows. */
const PARTS = {
  /** Deploys, and may change fees. */
  owner: '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266',
  /** Where fees go. */
  treasury: '0x70997970c51812dc3a010c7d01b50e0d17dc79c8',
  /** Decides disputes and returns held usages. */
  arbiter: '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc',
  /** Publishes payout roots. */
  operator: '0x90f79bf6eb2c4f870365e785982e1f101e93b906',
} as const;
/** The key of the local chains' operator. */
export const LOCAL_OPERATOR_KEY = '0x7c852118294e51e653712a81e05800f419141751be58f605c371e15141b007a6';

const FEE_PPM = 25_000;
/** A node that is killed loses at most this much. Writing takes seconds once a chain is some hours old. */
const STATE_INTERVAL_s = 600;
const BLOCK_GAS = 1_000_000_000n;

export interface LocalNodeOptions {
  readonly index: 0 | 1;
  readonly folder: string;
  readonly port: number | undefined;
  /** Set for a chain that begins now: the timestamp of its genesis block. */
  readonly genesisTime_s?: number;
}

/** Where a chain is kept while its node does not run. */
export function stateFileOf(folder: string, index: 0 | 1): string {
  return join(folder, `${LOCAL_CHAINS[index].chainId}.json`);
}

/**
 * Starts one of the local chains, from its state file unless it begins now, or takes over a running one.
 */
export async function startLocalNode(options: LocalNodeOptions): Promise<Anvil> {
  const { chainId, blockTime_s } = LOCAL_CHAINS[options.index];
  const isNew = options.genesisTime_s !== undefined;
  return startAnvil({
    chainId,
    port: options.port ?? 0,
    mining: isNew ? 'automine' : blockTime_s,
    genesisTime_s: options.genesisTime_s,
    stateFile: stateFileOf(options.folder, options.index),
    stateInterval_s: STATE_INTERVAL_s,
    pidFile: join(options.folder, `${chainId}.pid`),
    logFile: join(options.folder, `${chainId}.log`),
    gasLimit: BLOCK_GAS,
    flags: ['--order', 'fifo'],
  });
}

/**
 * Puts the reference contracts and the test tokens on a node of our own that mines by itself. On a fresh
 * node everything gets the same addresses, blocks and hashes each time.
 */
export async function deployLocally(node: {
  readonly url: string;
}): Promise<EconomyContracts & { firstBlock: number }> {
  const rpc = new Rpc(node.url);
  // A second per block, whatever the wall clock does.
  await rpc.ask('anvil_setBlockTimestampInterval', [1]);
  const deployment = await deployReference({
    rpc: node.url,
    deployer: { unlocked: PARTS.owner },
    feePpm: FEE_PPM,
    treasury: PARTS.treasury,
    arbiter: PARTS.arbiter,
    operator: PARTS.operator,
    delays: ECONOMY_DELAYS,
    testTokens: TEST_TOKENS,
    testFeeds: [{ symbol: 'WETH', decimals: FEED_DECIMALS, answer: FIRST_ANSWER }],
    oneByOne: true,
  });
  await rpc.ask('anvil_removeBlockTimestampInterval');
  const lower = ({ address }: DeployedContract) => address.toLowerCase() as `0x${string}`;
  return {
    chainId: deployment.chainId,
    registry: lower(deployment.registry),
    meter: lower(deployment.meter),
    vault: lower(deployment.vault),
    tasks: lower(deployment.tasks),
    ...PARTS,
    tokens: Object.fromEntries(deployment.tokens.map((token) => [token.symbol, lower(token)])) as Record<
      TokenSymbol,
      `0x${string}`
    >,
    feed: lower(deployment.feeds[0]!),
    firstBlock: deployment.firstBlock,
  };
}

/** Brings a chain whose past has been sent to the present, from where it goes on by itself. */
export async function goOnByTheClock(node: Rpc, index: 0 | 1): Promise<void> {
  await mineAt(node, Math.floor(Date.now() / 1000));
  await node.ask('evm_setIntervalMining', [LOCAL_CHAINS[index].blockTime_s]);
}
