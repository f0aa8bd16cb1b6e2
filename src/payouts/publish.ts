import { ConstantBackoff, handleType, retry, TaskCancelledError, timeout, TimeoutStrategy, wrap } from 'cockatiel';
import {
  type Address as ViemAddress,
  BaseError,
  createPublicClient,
  createWalletClient,
  type Hex as ViemHex,
  http,
  type PublicClient,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { payoutVaultAbi } from '../../contracts/generated/abis.js';
import type { Hex } from '../domain/ids.js';
import { PayoutRefused } from './marks.js';
import type { Vault } from '../settlement/vault-tables.js';
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
    throw refusal(error, `The vault ${root.vault.address} did not take the root`);
  }
}

/** How a vault stands for somebody who wants to publish. */
export interface Standing {
  /** Whether the key is that of its operator or owner. */
  readonly mayPublish: boolean;
  /** Its newest root, where that is not active yet. */
  readonly pending: Publication | null;
}

/** Asks a vault how it stands. @throws PayoutRefused where the endpoint does not tell */
export async function standingOf(vault: Vault, { rpc, privateKey }: Publisher): Promise<Standing> {
  const contract = { address: vault.address as ViemAddress, abi: payoutVaultAbi } as const;
  try {
    const client = await clientOf(vault, rpc);
    const mayPublish = await mayPublishFor(client, contract, privateKeyToAccount(privateKey).address);
    const newest = await newestOf(client, contract);
    return { mayPublish, pending: newest.isPending ? newest.publication : null };
  } catch (error) {
    throw refusal(error, `The vault ${vault.address} does not say how it stands`);
  }
}

type Contract = { readonly address: ViemAddress; readonly abi: typeof payoutVaultAbi };

async function mayPublishFor(client: PublicClient, contract: Contract, address: ViemAddress): Promise<boolean> {
  const operator = await client.readContract({ ...contract, functionName: 'operator' });
  return operator === address || (await client.readContract({ ...contract, functionName: 'owner' })) === address;
}

async function newestOf(client: PublicClient, contract: Contract) {
  const { root, epoch, activeFrom } = await client.readContract({ ...contract, functionName: 'newestRoot' });
  const { timestamp } = await client.getBlock();
  const publication: Publication = { outcome: 'PENDING', epoch, activeFrom_s: Number(activeFrom), txHash: null };
  return { root, isPending: epoch > 0 && activeFrom > timestamp, publication };
}

/** A client of the vault's chain. @throws PayoutRefused where the endpoint serves another one */
async function clientOf(vault: Vault, rpc: string): Promise<PublicClient> {
  const client = createPublicClient({ transport: http(rpc, { retryCount: 1 }) });
  const chainId = await client.getChainId().catch((error: unknown) => {
    throw refusal(error, 'The endpoint does not answer');
  });
  if (chainId === vault.chain) return client;
  throw new PayoutRefused(`The endpoint serves eip155:${chainId}, but the vault is on eip155:${vault.chain}.`);
}

function refusal(error: unknown, what: string): PayoutRefused {
  if (error instanceof PayoutRefused) return error;
  const reason = error instanceof BaseError ? error.shortMessage : (error as Error).message;
  return new PayoutRefused(`${what}: ${reason.split('\n')[0]}`);
}

async function publish(
  { vault, marks }: PayoutRoot,
  hash: Hex,
  configurationDigest: Hex,
  { rpc, privateKey, deadline_ms = DEADLINE_MS }: Publisher,
  replacesPending: boolean,
): Promise<Publication> {
  const client = await clientOf(vault, rpc);
  const contract = { address: vault.address as ViemAddress, abi: payoutVaultAbi } as const;
  const newest = await newestOf(client, contract);
  if (newest.root === hash) return { ...newest.publication, outcome: 'UNCHANGED' };
  if (newest.isPending && !replacesPending) return newest.publication;
  const account = privateKeyToAccount(privateKey);
  const epoch = newest.publication.epoch + 1;
  const simulated = client.simulateContract({
    ...contract,
    account,
    functionName: 'publishRoot',
    args: [epoch, hash as ViemHex, BigInt(marks.mark_s), BigInt(marks.remoteMark_s), configurationDigest as ViemHex],
  });
  const { request } = await simulated.catch(async (error: unknown) => {
    if (await mayPublishFor(client, contract, account.address)) throw error;
    throw new PayoutRefused(
      `The key is that of ${account.address}, who is neither operator nor owner of the vault ${vault.address}; use theirs.`,
    );
  });
  const txHash = await createWalletClient({ account, transport: http(rpc, { retryCount: 1 }) }).writeContract({
    ...request,
    chain: null,
  });
  const receipt = await minedIn(client, txHash, deadline_ms);
  if (receipt.status !== 'success') throw new PayoutRefused(`The transaction ${txHash} failed.`);
  const published = await client.readContract({ ...contract, functionName: 'newestRoot' });
  return { outcome: 'PUBLISHED', epoch, activeFrom_s: Number(published.activeFrom), txHash };
}

/**
 * Asks again and again: viem's own waiting looks at new blocks only, and a node that mines on demand may show a
 * receipt after its block. @throws PayoutRefused once the deadline has passed
 */
async function minedIn(client: PublicClient, hash: ViemHex, deadline_ms: number): Promise<TransactionReceipt> {
  const again = retry(handleType(TransactionReceiptNotFoundError), {
    maxAttempts: Number.MAX_SAFE_INTEGER,
    backoff: new ConstantBackoff(POLL_MS),
  });
  try {
    return await wrap(timeout(deadline_ms, TimeoutStrategy.Aggressive), again).execute(({ signal }) => {
      signal.throwIfAborted();
      return client.getTransactionReceipt({ hash });
    });
  } catch (error) {
    if (!(error instanceof TaskCancelledError)) throw error;
    throw new PayoutRefused(`The transaction ${hash} was not mined within ${deadline_ms / 1_000} s; publish again.`);
  }
}
