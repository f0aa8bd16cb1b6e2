import { createHash } from 'node:crypto';
import { sampleLogs } from '../../support/sample-logs.js';
import { branchOf, ScriptedTree, type TreeBlock, type TreeTransaction } from '../../support/scripted-tree.js';
import type { Chance } from '../random-world.js';

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
  #transactions = 0;

  constructor(
    private readonly seed: number,
    private readonly chance: Chance,
    private readonly finality: number,
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
    const dropped = branch.slice(base.number + 1).flatMap(({ transactions }) => transactions);
    const length = Math.min(this.finality, Math.max(1, depth - 1 + this.chance.below(4)));
    if (kind === 'empty')
      return this.#goTo(
        kind,
        this.#branch(base, length, () => []),
      );
    if (kind === 'fork') return this.#goTo(kind, this.#branch(base, length));
    return this.#goTo(
      kind,
      this.#branch(base, length, () => this.#again(dropped)),
    );
  }

  /** Transactions that a fork dropped come again, among others and at other places. */
  #again(dropped: TreeTransaction[]): TreeTransaction[] {
    const taken = dropped.splice(this.chance.below(dropped.length + 1), 1 + this.chance.below(3));
    return this.chance.happens(50) ? [...this.#content(), ...taken] : [...taken, ...this.#content()];
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

  #branch(base: TreeBlock, blocks: number, content = (): TreeTransaction[] => this.#content()): TreeBlock {
    let head = base;
    for (let count = 0; count < blocks; count++) head = this.#tree.grow(head, content(), this.#timeAfter(head));
    return head;
  }

  #timeAfter({ time_s }: TreeBlock): number {
    return this.chance.happens(3) ? time_s - 1 : time_s + this.chance.below(13);
  }

  #content(): TreeTransaction[] {
    if (this.chance.happens(45)) return [];
    return Array.from({ length: 1 + this.chance.below(3) }, () => ({
      hash: this.#transactionHash(),
      logs: Array.from({ length: this.chance.below(4) }, () => this.chance.pick(LOGS)),
    }));
  }

  #transactionHash(): string {
    return `0x${createHash('sha256').update(`${this.seed} transaction ${this.#transactions++}`).digest('hex')}`;
  }
}
