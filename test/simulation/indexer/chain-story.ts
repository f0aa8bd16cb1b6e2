import { createHash } from 'node:crypto';
import { sampleLogs } from '../../support/sample-logs.js';
import { branchOf, ScriptedTree, type TreeBlock, type TreeTransaction } from '../../support/scripted-tree.js';
import type { Chance } from '../chance.js';

/** What happens to a chain at once; `head` is where it leads. */
export interface ChainMove {
  readonly kind: MoveKind;
  readonly head: TreeBlock;
  /** The head is higher than it ever was. */
  readonly isRecord: boolean;
}

export type MoveKind = 'grow' | 'fork' | 'reorder' | 'empty' | 'return' | 'new tip' | 'fall' | 'rise';

/** Every kind as often as it stands here. */
const KINDS: readonly MoveKind[] = [
  ...Array<MoveKind>(8).fill('grow'),
  ...([
    'fork',
    'fork',
    'fork',
    'reorder',
    'reorder',
    'empty',
    'return',
    'return',
    'new tip',
    'new tip',
    'fall',
  ] as const),
];
const LOGS = sampleLogs();
const DEEPEST_FALL = 3;

/** What a chain's blocks hold. */
export interface ChainContent {
  /** The transactions of the next block upon `parent`. */
  transactions(parent: TreeBlock): TreeTransaction[];
  /** Whether a transaction that a fork dropped may come again in any other block. */
  mayReturn(transaction: TreeTransaction): boolean;
  timeAfter(parent: TreeBlock): number;
  /** Called for every block once it is there. */
  onBlock?(block: TreeBlock): void;
}

/**
 * The life of a chain by chance: it grows, forks up to as many blocks as count as final, comes back to
 * branches that it had left, replaces its tip, falls. No fork reaches below what anybody may hold for final.
 */
export class ChainStory {
  readonly #tree: ScriptedTree;
  #head: TreeBlock;
  /** The highest that the head has been. */
  #record = 0;
  /** Heads that were left, to come back to. */
  #left: TreeBlock[] = [];

  constructor(
    seed: number | string,
    private readonly chance: Chance,
    private readonly finality: number,
    private readonly content: ChainContent = sampleContent(seed, chance),
  ) {
    this.#tree = new ScriptedTree(`simulation ${seed}`);
    this.#head = this.#tree.genesis;
  }

  get head(): TreeBlock {
    return this.#head;
  }

  /** So many blocks more. */
  grow(blocks: number): ChainMove {
    return this.#goTo('grow', this.#branch(this.#head, blocks));
  }

  /** Enough blocks to be higher than ever. */
  rise(): ChainMove {
    return this.#goTo('rise', this.#branch(this.#head, this.#record - this.#head.number + 1 + this.chance.below(3)));
  }

  /** Another branch instead of the last `depth` blocks. */
  forkBy(depth: number, length: number): ChainMove {
    const base = branchOf(this.#head)[this.#head.number - depth]!;
    return this.#goTo('fork', this.#branch(base, length));
  }

  /** Empty blocks, dated so. */
  rest(times_s: readonly number[]): ChainMove {
    let head = this.#head;
    for (const time_s of times_s) head = this.#tree.grow(head, [], time_s);
    return this.#goTo('grow', head);
  }

  /** Whatever chance says. */
  move(): ChainMove {
    const kind = this.chance.pick(KINDS);
    switch (kind) {
      case 'fork':
      case 'reorder':
      case 'empty':
        return this.#fork(kind) ?? this.grow(2);
      case 'new tip':
        return this.#replaceTip() ?? this.grow(1);
      case 'return':
        return this.#return() ?? this.grow(3);
      case 'fall':
        return this.#fall() ?? this.grow(1);
      default:
        return this.grow(this.chance.happens(10) ? 10 + this.chance.below(20) : 1 + this.chance.below(5));
    }
  }

  /** The lowest block upon which another branch may grow: those below may be held for final. */
  get #lowest(): number {
    return Math.max(0, this.#record - this.finality);
  }

  /** Another branch, no longer than finality: an endpoint that is one move late still agrees on what is final. */
  #fork(kind: 'fork' | 'reorder' | 'empty'): ChainMove | undefined {
    const deepest = this.#head.number - this.#lowest;
    if (deepest < 1) return undefined;
    const depth = this.chance.happens(20) ? deepest : 1 + this.chance.below(deepest);
    const branch = branchOf(this.#head);
    const base = branch[this.#head.number - depth]!;
    const dropped = branch
      .slice(base.number + 1)
      .flatMap(({ transactions }) => transactions.filter((each) => this.content.mayReturn(each)));
    const length = Math.min(this.finality, Math.max(1, depth - 1 + this.chance.below(4)));
    if (kind === 'empty')
      return this.#goTo(
        kind,
        this.#branch(base, length, () => []),
      );
    if (kind === 'fork') return this.#goTo(kind, this.#branch(base, length));
    return this.#goTo(
      kind,
      this.#branch(base, length, (parent) => this.#again(parent, dropped)),
    );
  }

  /** Transactions that a fork dropped come again, among others and at other places. */
  #again(parent: TreeBlock, dropped: TreeTransaction[]): TreeTransaction[] {
    const taken = dropped.splice(this.chance.below(dropped.length + 1), 1 + this.chance.below(3));
    const others = this.content.transactions(parent);
    return this.chance.happens(50) ? [...others, ...taken] : [...taken, ...others];
  }

  #replaceTip(): ChainMove | undefined {
    const { parent } = this.#head;
    return parent && parent.number >= this.#lowest ? this.#goTo('new tip', this.#branch(parent, 1)) : undefined;
  }

  /**
   * Back to a branch that was left, which has grown meanwhile: else it would be a fall to who has not seen
   * it left. It is no longer than finality, as {@link #fork} has it.
   */
  #return(): ChainMove | undefined {
    const branch = branchOf(this.#head);
    const possible = this.#left.flatMap((head) => {
      const fork = this.#forkHeight(head, branch);
      const longest = this.finality - (head.number - fork);
      return head !== branch[head.number] && fork >= this.#lowest && longest > 0 ? [{ head, longest }] : [];
    });
    if (possible.length === 0) return undefined;
    const { head, longest } = this.chance.pick(possible);
    return this.#goTo('return', this.#branch(head, 1 + this.chance.below(longest)));
  }

  #fall(): ChainMove | undefined {
    const number = this.#head.number - 1 - this.chance.below(DEEPEST_FALL);
    return number >= this.#lowest ? this.#goTo('fall', branchOf(this.#head)[number]!) : undefined;
  }

  #forkHeight(head: TreeBlock, branch: readonly TreeBlock[]): number {
    let block = head;
    while (branch[block.number] !== block) block = block.parent!;
    return block.number;
  }

  #goTo(kind: MoveKind, head: TreeBlock): ChainMove {
    const isRecord = head.number > this.#record;
    this.#left = [...this.#left, this.#head].slice(-6);
    this.#head = head;
    this.#record = Math.max(this.#record, head.number);
    return { kind, head, isRecord };
  }

  #branch(
    base: TreeBlock,
    blocks: number,
    content = (parent: TreeBlock): TreeTransaction[] => this.content.transactions(parent),
  ): TreeBlock {
    let head = base;
    for (let count = 0; count < blocks; count++) {
      head = this.#tree.grow(head, content(head), this.content.timeAfter(head));
      this.content.onBlock?.(head);
    }
    return head;
  }
}

/** Logs of every kind and with arguments of every kind, whether they make sense together or not. */
function sampleContent(seed: number | string, chance: Chance): ChainContent {
  let made = 0;
  return {
    transactions() {
      if (chance.happens(45)) return [];
      return Array.from({ length: 1 + chance.below(3) }, () => ({
        hash: transactionHash(seed, made++),
        logs: Array.from({ length: chance.below(4) }, () => chance.pick(LOGS)),
      }));
    },
    mayReturn: () => true,
    timeAfter: ({ time_s }) => (chance.happens(3) ? time_s - 1 : time_s + chance.below(13)),
  };
}

/** The hash of a story's nth transaction. */
export function transactionHash(seed: number | string, nth: number): string {
  return `0x${createHash('sha256').update(`${seed} transaction ${nth}`).digest('hex')}`;
}
