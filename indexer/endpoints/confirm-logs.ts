import type { EndpointPool, RpcEndpoint } from './endpoint-pool.js';
import { accepted, AnswerError } from './refusal.js';
import type { CheckedHeader } from './check-headers.js';
import { checkLogs } from './check-logs.js';
import { checkLogGroups, logCalls } from './log-groups.js';
import type { AnsweredLog } from './answered-blocks.js';

interface Source {
  readonly pool: EndpointPool;
  readonly addresses: () => readonly string[];
}

interface Block {
  readonly header: CheckedHeader;
  readonly logs: readonly AnsweredLog[];
}

/** Endpoints that gave no receipts of a block: some don't serve them. */
const withoutReceipts = new WeakSet<object>();

/**
 * A node whose index of logs has a hole may still answer well. So where a watched contract may have logged in
 * a block, its logs are held against those of another endpoint or, where none has the block, against
 * the receipts.
 * @throws AnswerError when this endpoint has fewer
 */
export async function confirmLogs(source: Source, endpoint: RpcEndpoint, block: Block): Promise<void> {
  const { bloom, number, hash } = block.header;
  const addresses = source.addresses().filter((address) => !bloom?.isFilled || bloom.mayHold(address));
  if (addresses.length === 0) return;
  const watched = new Set(addresses);
  const ours = keysOf(block.logs, watched);
  const compare = (logs: readonly AnsweredLog[] | undefined): readonly string[] | undefined => {
    const theirs = logs && keysOf(logs, watched);
    const missing = theirs && ours.find((key) => !theirs.includes(key));
    if (missing === undefined) return theirs;
    throw new AnswerError('missing-log', `block ${number} (${hash}) has a log more by another answer`);
  };
  const other = await source.pool.askAnother(
    async (another) => compare(await askLogs(another, block, addresses)),
    endpoint.index,
  );
  const theirs = other ?? (await receiptKeys(endpoint, block, watched));
  const missing = theirs?.filter((key) => !ours.includes(key)).length ?? 0;
  if (missing === 0) return;
  throw new AnswerError(
    ours.length === 0 ? 'empty-contradicted' : 'missing-log',
    `block ${number} (${hash}) has ${missing} more logs of our contracts by another answer than the ${ours.length} given`,
  );
}

/** The logs by an endpoint; nothing where it does not know the block yet. */
async function askLogs(
  { rpc }: RpcEndpoint,
  { header: { hash, number } }: Block,
  address: readonly string[],
): Promise<readonly AnsweredLog[] | undefined> {
  const header = { method: 'eth_getBlockByHash', params: [hash, false] };
  try {
    const [known, ...said] = await rpc.batch([header, ...logCalls({ blockHash: hash }, address)]);
    if (known === null) return undefined;
    const [found] = accepted(checkLogGroups(said, { from: number, to: number, addresses: address }));
    return found?.logs ?? [];
  } catch (error) {
    if (error instanceof AnswerError && error.reason === 'error') return undefined;
    throw error;
  }
}

/** The logs in the block's receipts; nothing where the endpoint does not give them. */
async function receiptKeys(
  endpoint: RpcEndpoint,
  { header: { hash, number } }: Block,
  watched: ReadonlySet<string>,
): Promise<readonly string[] | undefined> {
  if (withoutReceipts.has(endpoint)) return undefined;
  try {
    const [receipts] = await endpoint.rpc.batch([
      { method: 'eth_getBlockReceipts', params: [`0x${number.toString(16)}`] },
    ]);
    if (receipts === null) return undefined;
    const said = (receipts as { logs: unknown[] }[]).flatMap((receipt) => receipt.logs);
    const [found] = accepted(checkLogs(said, { from: number, to: number }));
    return found?.hash === hash ? keysOf(found.logs, watched) : undefined;
  } catch (error) {
    if (!(error instanceof AnswerError) || error.reason === 'error') withoutReceipts.add(endpoint);
    return undefined;
  }
}

function keysOf(logs: readonly AnsweredLog[], watched: ReadonlySet<string>): string[] {
  return logs
    .filter(({ address }) => watched.has(address))
    .map(({ logIndex, transactionHash, address, topics, data }) =>
      [logIndex, transactionHash, address, ...topics, data].join(),
    );
}
