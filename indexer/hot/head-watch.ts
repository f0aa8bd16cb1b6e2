import type { ToldHead } from './fetch-blocks.js';

/** The endpoint that is followed, and how its head has moved. */
export interface HeadWatch {
  readonly leader: number;
  /** What it told last. */
  readonly head?: ToldHead['header'];
  /** When its head last changed, or it began to lead. */
  readonly movedAt_ms: number;
  /** How far blocks lie apart, the last ones weighing most. */
  readonly block_ms: number;
}

const LEAST_PATIENCE_MS = 60_000;
const PATIENCE_BLOCKS = 10;
const WEIGHT = 0.1;

export function startWatch(now_ms: number): HeadWatch {
  return { leader: 0, movedAt_ms: now_ms, block_ms: 0 };
}

/**
 * An endpoint has told its head. One that stands in for the leader leads from then on when it is further;
 * otherwise it is behind, and what it says changes nothing.
 */
export function tell(watch: HeadWatch, { endpoint, header }: ToldHead, now_ms: number): HeadWatch {
  const { head } = watch;
  if (endpoint !== watch.leader && head && header.number <= head.number) return watch;
  const hasMoved = endpoint !== watch.leader || header.hash !== head?.hash;
  return {
    leader: endpoint,
    head: header,
    movedAt_ms: hasMoved ? now_ms : watch.movedAt_ms,
    block_ms: head && header.number > head.number ? average(watch, head, header) : watch.block_ms,
  };
}

/** How long a head may stand still: a minute, or ten blocks of a slow chain. */
export function patience_ms({ block_ms }: HeadWatch): number {
  return Math.max(LEAST_PATIENCE_MS, PATIENCE_BLOCKS * block_ms);
}

export function standsStill(watch: HeadWatch, now_ms: number): boolean {
  return now_ms - watch.movedAt_ms > patience_ms(watch);
}

/** The leader stands still: whoever is furthest beyond it leads from now on; nobody may be. */
export function replaceLeader(watch: HeadWatch, heads: readonly ToldHead[], now_ms: number): HeadWatch {
  const least = watch.head?.number ?? -1;
  const beyond = heads.filter(({ endpoint, header }) => endpoint !== watch.leader && header.number > least);
  const [best] = beyond.sort((a, b) => b.header.number - a.header.number || a.endpoint - b.endpoint);
  return best ? tell(watch, best, now_ms) : watch;
}

function average(watch: HeadWatch, from: ToldHead['header'], to: ToldHead['header']): number {
  const apart_ms = Math.max(0, (1000 * (to.timestamp - from.timestamp)) / (to.number - from.number));
  return watch.block_ms === 0 ? apart_ms : watch.block_ms * (1 - WEIGHT) + apart_ms * WEIGHT;
}
