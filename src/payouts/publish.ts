import {
  type Address as ViemAddress,
  BaseError,
  createPublicClient,
  createWalletClient,
  type Hex as ViemHex,
  http,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { payoutVaultAbi } from '../../contracts/generated/abis.js';
import type { Hex } from '../domain/ids.js';
import { PayoutRefused } from './marks.js';
import { type PayoutRoot, rootOf } from './payout-root.js';

/** Who publishes, and over which endpoint. */
export interface Publisher {
  readonly rpc: string;
  /** Of the vault's operator or owner. */
  readonly privateKey: ViemHex;
  /** How long the transaction may take to be mined. */
  readonly deadline_ms?: number;
}

/** What became of a root that was to be published. */
export interface Publication {
  /** PENDING: the newest root is not active yet and stays. UNCHANGED: it says the same. */
  readonly outcome: 'PUBLISHED' | 'PENDING' | 'UNCHANGED';
  readonly epoch: number;
  /** In chain time. */
  readonly activeFrom_s: number;
  readonly txHash: string | null;
}

const DEADLINE_MS = 300_000;
const POLL_MS = 250;

/**
 * Publishes a root to its vault. One that is not active yet is only replaced when told so: who publishes more
 * often than the delay lasts never gets a root active.
 * @throws PayoutRefused in one sentence, for whatever the vault or the endpoint does not take
 */
export async function publishRoot(
  root: PayoutRoot,
  configurationDigest: Hex,
  publisher: Publisher,
  options: { readonly replacesPending: boolean },
): Promise<Publication> {
  const hash = rootOf(root);
  if (hash === null)
    throw new PayoutRefused(`Nothing has accrued in ${root.vault.address}: there is no root to publish.`);
  try {
    return await publish(root, hash, configurationDigest, publisher, options.replacesPending);
  } catch (error) {
    if (error instanceof PayoutRefused) throw error;
    const reason = error instanceof BaseError ? error.shortMessage : (error as Error).message;
    throw new PayoutRefused(`The vault ${root.vault.address} did not take the root: ${reason.split('\n')[0]}`);
  }
}

async function publish(
  { vault, marks }: PayoutRoot,
  hash: Hex,
  configurationDigest: Hex,
  { rpc, privateKey, deadline_ms = DEADLINE_MS }: Publisher,
  replacesPending: boolean,
): Promise<Publication> {
  const transport = http(rpc, { retryCount: 1 });
  const client = createPublicClient({ transport, pollingInterval: POLL_MS });
  const chainId = await client.getChainId();
  if (chainId !== vault.chain) {
    throw new PayoutRefused(`The endpoint serves eip155:${chainId}, but the vault is on eip155:${vault.chain}.`);
  }
  const contract = { address: vault.address as ViemAddress, abi: payoutVaultAbi } as const;
  const newest = await client.readContract({ ...contract, functionName: 'newestRoot' });
  const { timestamp } = await client.getBlock();
  const standing = { epoch: newest.epoch, activeFrom_s: Number(newest.activeFrom), txHash: null };
  if (newest.root === hash) return { outcome: 'UNCHANGED', ...standing };
  if (newest.epoch > 0 && newest.activeFrom > timestamp && !replacesPending) return { outcome: 'PENDING', ...standing };
  const account = privateKeyToAccount(privateKey);
  const epoch = newest.epoch + 1;
  const { request } = await client.simulateContract({
    ...contract,
    account,
    functionName: 'publishRoot',
    args: [epoch, hash as ViemHex, BigInt(marks.mark_s), BigInt(marks.remoteMark_s), configurationDigest as ViemHex],
  });
  const txHash = await createWalletClient({ account, transport }).writeContract({ ...request, chain: null });
  const receipt = await client.waitForTransactionReceipt({ hash: txHash, timeout: deadline_ms });
  if (receipt.status !== 'success') throw new PayoutRefused(`The transaction ${txHash} failed.`);
  const published = await client.readContract({ ...contract, functionName: 'newestRoot' });
  return { outcome: 'PUBLISHED', epoch, activeFrom_s: Number(published.activeFrom), txHash };
}
