import { type Address, createPublicClient, fallback, type Hex } from 'viem';
import type { CanonicalEvent } from '../domain/events/canonical.js';
import { batchedHttp } from './batched-http.js';

/** A raw log with its block, as the chain has it or as the log keeps it. Bytes are hex in lower case. */
export interface PlacedLog {
  readonly block: number;
  readonly logIndex: number;
  readonly blockHash: string;
  readonly blockTime_s: number;
  readonly txHash: string;
  readonly contract: string;
  readonly topics: readonly string[];
  readonly data: string;
  /** Where the log's adapter reads it. */
  readonly transaction?: PlacedTransaction | undefined;
}

/** What is kept of a log's transaction; `to` is null where it makes a contract. */
export interface PlacedTransaction {
  readonly from: string;
  readonly to: string | null;
  readonly value: bigint;
}

/** A raw log that counts, with what its adapter makes of it. */
export interface ReadLog extends PlacedLog {
  readonly adapter: string;
  readonly events: readonly CanonicalEvent[];
}

/** What of one chain counts, and what it means. Logs may announce contracts to watch. */
export interface Watch {
  readonly firstBlock: number;
  /** Contracts to ask for, as far as they are known by now. */
  readonly addresses: readonly string[];
  /** Whether a contract's logs are read with their transactions. */
  readsTransactionsOf(contract: string): boolean;
  /** Reads the logs of whole blocks, in order. `from` may be a block that was read before: it is read anew. */
  read(logs: readonly PlacedLog[], from: number): readonly ReadLog[];
}

/** A chain that cannot be read, in one sentence. */
export class ChainUnreadableError extends Error {
  override name = 'ChainUnreadableError';
}

const FIRST_STRIDE = 2_000;
const LONGEST_STRIDE = 64_000;
/** Below so many logs an answer, more blocks are asked for; above so many, fewer. */
const FEW_LOGS = 1_000;
const MANY_LOGS = 10_000;
const CONTRACTS_AT_ONCE = 500;
const ANSWERS_UNTIL_RAISED = 20;
/** Or transactions. */
const BLOCKS_AT_ONCE = 100;

/** Reads a chain afresh, over every endpoint that is given. */
export class ChainReader {
  private readonly client;
  private readonly logClient;

  constructor(
    private readonly chain: number,
    rpc: readonly string[],
  ) {
    const transports = rpc.map((url) => batchedHttp(url, BLOCKS_AT_ONCE));
    this.client = createPublicClient({ transport: fallback(transports, { retryCount: 2 }) });
    // A range that is too wide does not get narrower by asking again.
    this.logClient = createPublicClient({ transport: fallback(transports, { retryCount: 0 }) });
  }

  /** @throws ChainUnreadableError when no endpoint answers, or one is of another chain */
  async requireChain(): Promise<void> {
    const found = await this.client.getChainId().catch((error: Error) => {
      throw new ChainUnreadableError(
        `Chain ${this.chain} cannot be read (${firstLine(error)}); check its rpc in the configuration.`,
      );
    });
    if (found !== this.chain) {
      throw new ChainUnreadableError(`The endpoint of chain ${this.chain} is of chain ${found}; correct its rpc.`);
    }
  }

  async hashOf(block: number): Promise<string | undefined> {
    const found = await this.client.getBlock({ blockNumber: BigInt(block) }).catch(() => undefined);
    return found?.hash ?? undefined;
  }

  /**
   * Every log that counts, in order, a range of blocks after the other. Ranges adapt to what the endpoint
   * gives.
   * @throws ChainUnreadableError when even one block's logs cannot be had
   */
  async *ranges(watch: Watch, toBlock: number): AsyncGenerator<{ toBlock: number; logs: readonly ReadLog[] }> {
    const stride = new Stride();
    let from = watch.firstBlock;
    while (from <= toBlock) {
      const to = Math.min(from + stride.blocks - 1, toBlock);
      const asked = watch.addresses;
      const found = await this.logs(watch, from, to).catch((error: Error) => {
        if (!stride.refused(to - from + 1)) throw this.unreadable(`logs of block ${from}`, error);
      });
      if (!found) continue;
      const logs = watch.read(found, from);
      // What was announced in this range may have logs in it.
      if (watch.addresses.length > asked.length) continue;
      yield { toBlock: to, logs };
      stride.answered(found.length);
      from = to + 1;
    }
  }

  private unreadable(what: string, error: Error): ChainUnreadableError {
    return new ChainUnreadableError(
      `Chain ${this.chain} does not give ${what} (${firstLine(error)}); try again later.`,
    );
  }

  private async logs(watch: Watch, fromBlock: number, toBlock: number): Promise<PlacedLog[]> {
    const ask = (address: Address[]) =>
      this.logClient.getLogs({ address, fromBlock: BigInt(fromBlock), toBlock: BigInt(toBlock) });
    const asked: ReturnType<typeof ask>[] = [];
    for (let start = 0; start < watch.addresses.length; start += CONTRACTS_AT_ONCE) {
      asked.push(ask(watch.addresses.slice(start, start + CONTRACTS_AT_ONCE) as Address[]));
    }
    const found = (await Promise.all(asked)).flat();
    const times = await this.times([...new Set(found.map(({ blockNumber }) => blockNumber))]);
    const read = found.filter(({ address }) => watch.readsTransactionsOf(address.toLowerCase()));
    const transactions = await this.transactions([...new Set(read.map(({ transactionHash }) => transactionHash))]);
    const logs = found.map((log) => ({
      block: Number(log.blockNumber),
      logIndex: log.logIndex,
      blockHash: log.blockHash,
      blockTime_s: times.get(log.blockNumber)!,
      txHash: log.transactionHash,
      contract: log.address.toLowerCase(),
      topics: log.topics as readonly string[],
      data: log.data as string,
      transaction: transactions.get(log.transactionHash),
    }));
    return logs.sort((a, b) => a.block - b.block || a.logIndex - b.logIndex);
  }

  private async times(blocks: readonly bigint[]): Promise<Map<bigint, number>> {
    const times = new Map<bigint, number>();
    for (let start = 0; start < blocks.length; start += BLOCKS_AT_ONCE) {
      const part = blocks.slice(start, start + BLOCKS_AT_ONCE);
      const read = await Promise.all(part.map((blockNumber) => this.client.getBlock({ blockNumber })));
      read.forEach(({ timestamp }, index) => times.set(part[index]!, Number(timestamp)));
    }
    return times;
  }

  private async transactions(hashes: readonly Hex[]): Promise<Map<string, PlacedTransaction>> {
    const transactions = new Map<string, PlacedTransaction>();
    for (let start = 0; start < hashes.length; start += BLOCKS_AT_ONCE) {
      const part = hashes.slice(start, start + BLOCKS_AT_ONCE);
      const read = await Promise.all(part.map((hash) => this.client.getTransaction({ hash })));
      for (const { hash, from, to, value } of read) {
        transactions.set(hash, { from: from.toLowerCase(), to: to?.toLowerCase() ?? null, value });
      }
    }
    return transactions;
  }
}

/** How many blocks are asked for at once: as many as the endpoint gives, and as one wants in memory. */
class Stride {
  blocks = FIRST_STRIDE;
  private ceiling = LONGEST_STRIDE;
  private answers = 0;
  private refusals = 0;

  answered(logs: number): void {
    this.refusals = 0;
    // What was refused once is tried again now and then: other blocks hold less.
    if (++this.answers % ANSWERS_UNTIL_RAISED === 0) this.ceiling = Math.min(this.ceiling * 2, LONGEST_STRIDE);
    if (logs < FEW_LOGS) this.blocks = Math.min(this.blocks * 2, this.ceiling);
    if (logs > MANY_LOGS) this.blocks = Math.max(1, Math.floor(this.blocks / 4));
  }

  /** @returns whether it is worth asking again */
  refused(blocks: number): boolean {
    this.ceiling = Math.max(1, blocks - 1);
    this.blocks = Math.max(1, Math.floor(blocks / 2));
    return blocks > 1 || ++this.refusals < 3;
  }
}

function firstLine(error: Error): string {
  return error.message.split('\n')[0]!.trim();
}
