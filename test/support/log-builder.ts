import { createHash } from 'node:crypto';
import type pg from 'pg';
import { advance, type LogState } from '../../indexer/log/advance.js';
import type { DecodedBlock } from '../../indexer/log/blocks.js';
import { commitAdvance } from '../../indexer/log/log-store.js';
import { encodePayload } from '../../src/domain/events/encoding.js';
import type { CanonicalEvent, PlacedEvent } from '../../src/domain/events/canonical.js';
import type { Address, ChainId, Hex } from '../../src/domain/ids.js';

/** A block as tests write it: what its logs mean, in order. */
export interface TestBlock {
  readonly number: number;
  readonly time_s: number;
  readonly logs: readonly { readonly contract: Address; readonly events: readonly CanonicalEvent[] }[];
}

/**
 * Writes a chain's log as its indexer would, from canonical events: through the indexer's own writer, so
 * rows, batches, digests and announcements are the real ones. Blocks that are not given are empty.
 */
export class LogBuilder {
  private state: LogState;
  private readonly hashes = new Map<number, Hex>();

  constructor(
    private readonly client: pg.ClientBase,
    readonly chain: ChainId,
    /** Blocks below the head that are not final. */
    private readonly finality = 5,
  ) {
    this.state = { chain, lastBatch: 0, recordedHead: -1, blocks: [] };
  }

  /** The last block that the log holds. */
  get head(): number {
    return this.state.blocks.at(-1)?.number ?? 0;
  }

  get finalized(): number {
    return this.state.blocks[0]?.number ?? 0;
  }

  /** Appends one batch: these blocks and the empty ones between them, from after the head on. */
  async append(blocks: readonly TestBlock[]): Promise<void> {
    await this.write(this.head, blocks);
  }

  /** Replaces every block above `kept` by others: a retract and an append batch. */
  async fork(kept: number, blocks: readonly TestBlock[]): Promise<void> {
    await this.write(kept, blocks);
  }

  private async write(base: number, blocks: readonly TestBlock[]): Promise<void> {
    const given = new Map(blocks.map((block) => [block.number, block]));
    const last = blocks.at(-1)!.number;
    let time_s = this.state.blocks.find(({ number }) => number === base)?.time_s ?? blocks[0]!.time_s;
    const said: DecodedBlock[] = [];
    for (let number = base + 1; number <= last; number++) {
      const block = given.get(number) ?? { number, time_s, logs: [] };
      time_s = block.time_s;
      said.push(this.decoded(block));
    }
    const final = Math.max(last - this.finality, 0);
    const finalized = { number: final, hash: this.hashOf(final) };
    const next = advance(this.state, { base: { number: base, hash: this.hashOf(base) }, blocks: said, finalized });
    await commitAdvance(this.client, next);
    this.state = next.state;
  }

  /** A block's hash follows from what it holds and from its parent, so equal chains have equal hashes. */
  private decoded({ number, time_s, logs }: TestBlock): DecodedBlock {
    const parentHash = this.hashOf(number - 1);
    const content = logs.map(({ contract, events }) => [contract, events.map((event) => encodePayload(event))]);
    const hash = hashed(`${parentHash} ${number} ${time_s} ${JSON.stringify(content)}`);
    this.hashes.set(number, hash);
    return {
      number,
      hash,
      parentHash,
      time_s,
      logs: logs.map(({ contract, events }, logIndex) => ({
        raw: { logIndex, txHash: hashed(`${hash} ${logIndex}`), contract, topics: [], data: '0x' as Hex },
        adapter: 'test',
        events,
      })),
    };
  }

  private hashOf(number: number): Hex {
    return this.hashes.get(number) ?? hashed(`${this.chain} ${number}`);
  }
}

/** Blocks of events that already have their place; a log of a block is what has one log index. */
export function blocksOf(events: readonly PlacedEvent[]): TestBlock[] {
  const blocks = new Map<number, { number: number; time_s: number; logs: TestBlock['logs'][number][] }>();
  for (const { at, ...event } of events) {
    let block = blocks.get(at.block);
    if (!block) blocks.set(at.block, (block = { number: at.block, time_s: at.blockTime_s, logs: [] }));
    block.logs.push({ contract: at.contract, events: [event as CanonicalEvent] });
  }
  return [...blocks.values()];
}

const hashed = (text: string): Hex => `0x${createHash('sha256').update(text).digest('hex')}` as Hex;

/** Empty blocks after others, more than those that are not final, so much later. */
export function emptyAfter(blocks: readonly TestBlock[], finality: number, later_s: number): TestBlock[] {
  const { number, time_s } = blocks.at(-1)!;
  const empty = { time_s: time_s + later_s, logs: [] };
  return Array.from({ length: 2 * finality }, (_, i) => ({ ...empty, number: number + 1 + i }));
}
