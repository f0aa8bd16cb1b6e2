import type { Batch, DataSource } from '@subsquid/util-internal-processor-tools';
import { type ProcessorBlock, toProcessorBlock } from '../endpoints/processor-block.js';
import type { HistoryReader } from './history-reader.js';

/** The parts of the chain that the processor wants. */
type Requests = Iterable<{ readonly range: { readonly from: number; readonly to?: number } }>;

/**
 * The past of a chain, where the processor expects what a Subsquid gateway answers. It stands in the
 * place of the processor's gateway client instead of behind a server on loopback: writing every log as
 * JSON, sending, parsing and validating it again took more time than all else that is done to it.
 */
export class HistoryDataSource implements DataSource<ProcessorBlock, unknown> {
  constructor(private readonly reader: HistoryReader) {}

  getFinalizedHeight(): Promise<number> {
    return this.reader.height();
  }

  getBlockHash(height: number): Promise<string> {
    return this.reader.hashOf(height);
  }

  /** Ends where history does: the processor goes on by itself from there. @throws HistoryError */
  async *getFinalizedBlocks(requests: Requests): AsyncIterable<Batch<ProcessorBlock>> {
    for (const { range } of requests) {
      const end = range.to ?? Number.MAX_SAFE_INTEGER;
      for (let from = range.from; from <= end;) {
        const blocks = await this.reader.take(from);
        if (!blocks) return;
        from = blocks.at(-1)!.header.number + 1;
        yield { blocks: blocks.map(toProcessorBlock), isHead: !(await this.reader.reaches(from)) };
      }
    }
  }
}
