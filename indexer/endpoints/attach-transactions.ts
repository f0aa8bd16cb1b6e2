import type { RpcEndpoint } from './endpoint-pool.js';
import { accepted, type Checked, refuse } from './refusal.js';
import { readBytes, readQuantity } from './check-logs.js';
import type { AnsweredHeader, AnsweredLog, AnsweredTransaction } from './answered-blocks.js';

interface Block {
  readonly header: AnsweredHeader;
  readonly logs: readonly AnsweredLog[];
}

const TRANSACTIONS_AT_ONCE = 100;

/**
 * Gives the logs whose transactions are read by an adapter what their transactions say, each asked for by
 * its hash: of the blocks that hold our logs only few transactions are ours.
 * @param isRead whether the transactions of a contract's logs are read; without it nothing is asked
 * @throws AnswerError where a transaction is not the one that the log names, in the block of the log
 */
export async function attachTransactions<B extends Block>(
  endpoint: RpcEndpoint,
  blocks: readonly B[],
  isRead: ((contract: string) => boolean) | undefined,
): Promise<B[]> {
  if (!isRead) return [...blocks];
  const wanted = blocks.map(({ logs }) => logs.filter(({ address }) => isRead(address)));
  const places = new Map<string, Place>();
  for (const [at, logs] of wanted.entries()) {
    for (const log of logs) places.set(log.transactionHash, { header: blocks[at]!.header, log });
  }
  if (places.size === 0) return [...blocks];
  const found = await askTransactions(endpoint, [...places.values()]);
  return blocks.map((block, at) => {
    if (wanted[at]!.length === 0) return block;
    const logs = block.logs.map((log) =>
      isRead(log.address) ? withTransaction(log, found.get(log.transactionHash)!) : log,
    );
    return { ...block, logs };
  });
}

function withTransaction(log: AnsweredLog, transaction: AnsweredTransaction): AnsweredLog {
  const { logIndex, transactionIndex, transactionHash, address, topics, data } = log;
  return { logIndex, transactionIndex, transactionHash, address, topics, data, transaction };
}

/** Where a transaction is by one of its logs. */
interface Place {
  readonly header: AnsweredHeader;
  readonly log: AnsweredLog;
}

async function askTransactions(
  { rpc }: RpcEndpoint,
  places: readonly Place[],
): Promise<Map<string, AnsweredTransaction>> {
  const found = new Map<string, AnsweredTransaction>();
  const batches: Promise<void>[] = [];
  for (let at = 0; at < places.length; at += TRANSACTIONS_AT_ONCE) {
    const some = places.slice(at, at + TRANSACTIONS_AT_ONCE);
    const calls = some.map(({ log }) => ({ method: 'eth_getTransactionByHash', params: [log.transactionHash] }));
    const asked = rpc.batch(calls).then((answers) => {
      for (const [index, place] of some.entries()) {
        found.set(place.log.transactionHash, accepted(checkTransaction(answers[index], place)));
      }
    });
    batches.push(asked);
  }
  await Promise.all(batches);
  return found;
}

/** Reads the answer to `eth_getTransactionByHash` for the transaction of a log. */
export function checkTransaction(answer: unknown, { header, log }: Place): Checked<AnsweredTransaction> {
  const name = `transaction ${log.transactionHash} of block ${header.number}`;
  if (typeof answer !== 'object' || answer === null) return refuse('missing-transaction', `${name} is not there`);
  const said = answer as Record<string, unknown>;
  const from = readBytes(said['from'], 20);
  const to = said['to'] == null ? null : readBytes(said['to'], 20);
  const value = readAmount(said['value']);
  if (!from || to === undefined || value === undefined) {
    return refuse('malformed', `${name} lacks a field or has one of the wrong length`);
  }
  const isIt =
    readBytes(said['hash'], 32) === log.transactionHash &&
    readBytes(said['blockHash'], 32) === header.hash &&
    readQuantity(said['transactionIndex']) === log.transactionIndex;
  if (!isIt) return refuse('hash-mismatch', `another transaction, or one of another block, answers ${name}`);
  return { value: { from, to, value } };
}

/** A uint256 as JSON-RPC writes it. */
function readAmount(value: unknown): bigint | undefined {
  return typeof value === 'string' && /^0x[0-9a-f]{1,64}$/i.test(value) ? BigInt(value) : undefined;
}
