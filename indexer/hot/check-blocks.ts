import type { Bloom } from '../endpoints/bloom.js';
import { type Checked, type Refusal, refuse } from '../endpoints/refusal.js';
import { type CheckedHeader, checkHeader } from '../endpoints/check-headers.js';
import { checkLogGroups } from '../endpoints/log-groups.js';
import type { AnsweredLog } from '../endpoints/answered-blocks.js';

/** A block of the hot tail with all its logs, or those of the contracts that were asked for. */
export interface CheckedBlock {
  readonly header: CheckedHeader;
  readonly logs: readonly AnsweredLog[];
  /** The contracts whose logs it has; absent where it has all. */
  readonly contracts?: readonly string[];
}

/** What was asked about blocks that follow upon each other. */
export interface BlockQuestion {
  /** Ascending, without gaps. */
  readonly numbers: readonly number[];
  /** The hash that the only block must have, where it was asked for by its hash. */
  readonly hash?: string;
  /** The contracts whose logs were asked for; absent where all logs were. */
  readonly addresses?: readonly string[];
  /** Whether a block's logs must be without gaps, and those that its bloom tells of. */
  readonly strict: boolean;
}

export interface BlockAnswers {
  /** As many as numbers. */
  readonly headers: readonly unknown[];
  /** Answers to `eth_getLogs`: one for each group of contracts. */
  readonly logs: readonly unknown[];
}

/** Joins headers and logs, believing nothing of them that can be checked without another call. */
export function checkBlocks({ headers, logs }: BlockAnswers, question: BlockQuestion): Checked<CheckedBlock[]> {
  const { numbers, addresses, strict } = question;
  const said = checkLogGroups(logs, { from: numbers[0]!, to: numbers.at(-1)!, addresses });
  if ('refusal' in said) return said;
  const logsOf = new Map(said.value.map((block) => [block.number, block]));
  const blocks: CheckedBlock[] = [];
  for (const [index, number] of numbers.entries()) {
    const checked = checkHeader(headers[index], number);
    if ('refusal' in checked) return checked;
    const header = checked.value;
    if (question.hash !== undefined && header.hash !== question.hash) {
      return refuse('hash-mismatch', `block ${header.hash} answers block ${question.hash}`);
    }
    const below = blocks.at(-1)?.header;
    if (below && below.hash !== header.parentHash) {
      return refuse('unlinked', `block ${number} names ${header.parentHash} as its parent, which is ${below.hash}`);
    }
    const found = logsOf.get(number);
    if (found && found.hash !== header.hash) {
      return refuse('hash-mismatch', `block ${number} is ${header.hash} by its header and ${found.hash} by its logs`);
    }
    const block = { header, logs: found?.logs ?? [], ...(addresses && { contracts: addresses }) };
    const trouble = strict ? findTrouble(block, addresses === undefined) : undefined;
    if (trouble) return { refusal: trouble };
    blocks.push(block);
  }
  return { value: blocks };
}

/** What is wrong with a block's logs by their own indexes and the header's bloom. */
function findTrouble({ header: { number, bloom }, logs }: CheckedBlock, isWhole: boolean): Refusal | undefined {
  const gap = isWhole ? logs.findIndex(({ logIndex }, index) => logIndex !== index) : -1;
  if (gap >= 0) return { reason: 'missing-log', detail: `block ${number} lacks its log ${gap}` };
  if (!bloom?.isFilled) return undefined;
  const invented = logs.find((log) => valuesOf(log).some((value) => !bloom.mayHold(value)));
  if (invented) {
    return {
      reason: 'invented-log',
      detail: `log ${invented.logIndex} of block ${number} is not in the block's bloom`,
    };
  }
  if (!isWhole || isCovered(bloom, logs)) return undefined;
  return logs.length === 0
    ? { reason: 'empty-contradicted', detail: `block ${number} has no logs, but its bloom tells of some` }
    : { reason: 'missing-log', detail: `block ${number} has more logs by its bloom than the ${logs.length} answered` };
}

function isCovered(bloom: Bloom, logs: readonly AnsweredLog[]): boolean {
  return bloom.isCoveredBy(logs.flatMap(valuesOf));
}

const valuesOf = ({ address, topics }: AnsweredLog): string[] => [address, ...topics];
