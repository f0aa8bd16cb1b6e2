import type { Address } from '../../src/domain/ids.js';
import type { Operation, Role } from '../../src/domain/vocabulary.js';
import { account, World } from './world.js';

/** Numbers from a seed, the same on any machine (mulberry32). */
export function random(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export const PEOPLE: readonly Address[] = Array.from({ length: 8 }, (_, n) => account(100 + n));
const USED_FOR: readonly Operation[] = ['INVOKE', 'INVOKE', 'TRAIN', 'DOWNLOAD'];
const POOLS: readonly Role[] = ['DATA_CONTRIBUTOR', 'ANNOTATOR', 'MODEL_DEVELOPER', 'COMPUTE_PROVIDER'];

export interface RandomWorldOptions {
  readonly seed: number;
  readonly events: number;
  readonly chain?: number;
  /** Another chain whose assets are named as parents and used. */
  readonly otherChain?: number;
  readonly assets?: number;
}

/** A chain on which everything happens that the reference contracts know, over some hours. */
export function randomWorld({ seed, events, chain = 1, otherChain = 2, assets = 8 }: RandomWorldOptions): World {
  const pick = random(seed);
  const person = (): Address => PEOPLE[pick(PEOPLE.length)]!;
  const w = new World(chain);
  w.time_s = 1_700_000_000;
  w.fee(25_000);
  for (let n = 1; n <= assets; n++) {
    w.register(w.asset(n), person());
    for (let link = pick(3); link > 0 && n > 1; link--) w.link(w.asset(n), w.asset(1 + pick(n - 1)), pick(300_000));
    if (pick(3) === 0) w.link(w.asset(n), w.asset(1 + pick(assets), otherChain), 50_000 + pick(100_000));
  }
  for (let event = 0; event < events; event++) {
    w.time_s += pick(120);
    happen(w, pick, person, assets, otherChain);
  }
  return w;
}

function happen(
  w: World,
  pick: (below: number) => number,
  person: () => Address,
  assets: number,
  otherChain: number,
): void {
  const asset = w.asset(1 + pick(assets));
  switch (pick(12)) {
    case 0:
      return w.shares(asset, POOLS[pick(POOLS.length)]!, person(), BigInt(pick(5)));
    case 1:
      return w.split(asset, {
        DATA_CONTRIBUTOR: pick(300_000),
        ANNOTATOR: pick(300_000),
        COMPUTE_PROVIDER: pick(2) * 150_000,
      });
    case 2:
      return w.transfer(asset, w.ledger.assets.get({ assetId: asset })!.owner!, person());
    case 3:
      return w.link(asset, w.asset(1 + pick(assets)), pick(200_000), pick(4) === 0 ? 'ABSOLUTE' : 'RELATIVE');
    case 4:
    case 5:
      return w.use(w.asset(1 + pick(assets), otherChain), amount(pick), { executor: pick(3) === 0 ? person() : null });
    default:
      return w.use(asset, amount(pick), {
        executor: pick(3) === 0 ? person() : null,
        operation: USED_FOR[w.time_s % USED_FOR.length]!,
      });
  }
}

const amount = (pick: (below: number) => number): bigint => BigInt(1 + pick(1_000)) * 10n ** BigInt(pick(8));
