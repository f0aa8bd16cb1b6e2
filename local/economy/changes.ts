import { PPM, ROLES, type Role } from '../../src/domain/vocabulary.js';
import type { Action, PlannedLink, Side } from './actions.js';
import { type Scene, crowdOf, sharesFor, vary } from './births.js';
import { contentUri } from './names.js';
import { ECONOMY_DELAYS } from './delays.js';
import type { Random } from './random.js';
import { NOTHING, once, type Step } from './steps.js';
import { lowersRole, type WorldAsset } from './world.js';

/** What can happen to an asset that exists. */
export const CHANGES = ['shares', 'split', 'version', 'terms', 'relink', 'transfer', 'retire', 'fee'] as const;
export type Change = (typeof CHANGES)[number];

/** One asset in this many may be retired: an economy needs something to use. */
const ASSETS_PER_RETIRED = 14;
const FEES_PPM = [20_000, 25_000, 30_000, 35_000];

/** The step that changes something on a side; nothing where there is nothing it could change. */
export function changeStep(what: Change, side: Side, scene: Scene): Step {
  const action = change(what, side, scene);
  if (!action) return NOTHING;
  const asset = action.do === 'setRoleSplit' ? scene.world.find(action.asset) : undefined;
  if (action.do !== 'setRoleSplit' || !asset || !lowersRole(asset, action.splitPpm)) return once(action);
  const { splitPpm } = action;
  // A newer split may have replaced it by then.
  const apply = (): Step =>
    asset.announcedPpm === splitPpm
      ? once({ do: 'applyRoleSplit', side, from: asset.owner, asset: asset.ref, splitPpm })
      : NOTHING;
  return { actions: [action], later: [{ in_s: ECONOMY_DELAYS.splitNotice_s + 5, happen: apply }] };
}

/** An action that changes something on a side, or undefined where there is nothing it could change. */
function change(what: Change, side: Side, scene: Scene): Action | undefined {
  const { random, people, world } = scene;
  const here = world.ranked.filter(({ ref }) => ref.side === side);
  if (what === 'fee') {
    const feePpm = random.pick(FEES_PPM.filter((fee) => fee !== world.feePpm[side]));
    return { do: 'setFee', side, from: null, feePpm };
  }
  const asset = candidates(what, here, random, world.assets);
  if (!asset) return undefined;
  const base = { side, from: asset.owner, asset: asset.ref };
  switch (what) {
    case 'shares':
      return shares(base, asset, scene);
    case 'split':
      return { ...base, do: 'setRoleSplit', splitPpm: newSplit(asset, random) };
    case 'version':
      return { ...base, do: 'publishVersion', contentHash: random.hex(32), uri: contentUri(random, asset.name) };
    case 'terms':
      return { ...base, do: 'setTerms', terms: terms(random) };
    case 'relink':
      return { ...base, do: 'linkParents', links: [relink(random.pick(relinkable(asset, scene)), asset, scene)] };
    case 'transfer':
      return { ...base, do: 'transfer', to: random.pick(people.labs.filter((lab) => lab !== asset.owner)) };
    case 'retire':
      return { ...base, do: 'retire' };
  }

  /** Royalties of an asset that is disputed, or has a part locked, do not rise. */
  function relinkable(child: WorldAsset, { world: { find } }: Scene): readonly PlannedLink[] {
    if (child.openDisputes > 0 || child.locks.size > 0) return [];
    return child.links.filter(
      ({ parent }) => parent.side !== side || find.call(world, parent)?.terms?.derivativesAllowed !== false,
    );
  }

  function candidates(
    kind: Change,
    from: readonly WorldAsset[],
    chance: Random,
    all: readonly WorldAsset[],
  ): WorldAsset | undefined {
    const fitting = from.filter((one) => {
      if (kind === 'shares') return openPools(one).length > 0;
      if (kind === 'split') return one.splitPpm !== null;
      if (kind === 'relink') return relinkable(one, scene).length > 0;
      if (kind === 'retire') return one.depth > 0 && one.kind !== 'DATASET' && one.openDisputes === 0;
      return true;
    });
    if (kind === 'retire' && all.length < ASSETS_PER_RETIRED * (1 + all.filter(({ retired }) => retired).length)) {
      return undefined;
    }
    // What is used much changes much; what is retired was used little.
    return fitting.length === 0 ? undefined : kind === 'retire' ? fitting.at(-1) : chance.zipf(fitting);
  }
}

/** New counts: mostly more work accepted from people old and new, sometimes somebody leaves. */
function shares(
  base: Pick<Action, 'side' | 'from'> & { asset: WorldAsset['ref'] },
  asset: WorldAsset,
  { random, people }: Scene,
): Action {
  const role = random.pick(openPools(asset));
  const pool = asset.pools.get(role)!;
  const known = random.some([...pool.keys()], random.between(1, 4));
  const strangers = crowdOf(role, people).filter((person) => !pool.has(person));
  const contributors = [...known, ...random.some(strangers, random.between(0, 3))];
  const counts = contributors.map((person) => {
    const before = pool.get(person) ?? 0n;
    return pool.size > 2 && person === known[0] && random.chance(0.12) ? 0n : before + sharesFor(role, random);
  });
  return { ...base, do: 'setShares', pool: { role, contributors, shares: counts } };
}

/** The roles whose shares the owner sets: those of a locked role come from accepted work alone. */
function openPools({ pools, locks }: WorldAsset): Role[] {
  return [...pools.keys()].filter((role) => !locks.has(role));
}

function newSplit(asset: WorldAsset, random: Random): number[] {
  const usual = Object.fromEntries(ROLES.map((role, index) => [role, asset.splitPpm?.[index] ?? 0]));
  const split = vary(random, usual);
  const sum = split.reduce((total, ppm) => total + ppm, 0);
  // The owner keeps a tenth at least.
  const fair = sum <= 900_000 ? split : split.map((ppm) => Math.floor((ppm * 0.9) / 1000) * 1000);
  const kept = fair.map((ppm, index) => Math.max(ppm, asset.locks.get(ROLES[index]!) ?? 0));
  return kept.reduce((total, ppm) => total + ppm, 0) <= Number(PPM) ? kept : [...(asset.splitPpm ?? split)];
}

function terms(random: Random): Extract<Action, { do: 'setTerms' }>['terms'] {
  return {
    derivativesAllowed: random.chance(0.92),
    minRoyaltyPpm: random.pick([0, 0, 10_000, 20_000, 50_000]),
    royaltyPolicy: random.chance(0.7) ? 'RELATIVE' : 'ABSOLUTE',
    commercialUse: random.chance(0.8),
    termsHash: random.hex(32),
  };
}

/** The same pair with another rate, within the parent's terms and what the child's other links leave. */
function relink(link: PlannedLink, child: WorldAsset, { random, world }: Scene): PlannedLink {
  const others = child.links.reduce((sum, { royaltyPpm }) => sum + royaltyPpm, 0) - link.royaltyPpm;
  const terms = link.parent.side === child.ref.side ? world.find(link.parent)?.terms : null;
  const least = terms?.minRoyaltyPpm ?? 0;
  const wanted = random.chance(0.1) ? 0 : Math.round((link.royaltyPpm * (0.7 + random.next() * 0.7)) / 1000) * 1000;
  const royaltyPpm = Math.max(least, Math.min(wanted, 1_000_000 - others));
  if (royaltyPpm + others > 1_000_000) return link;
  return { ...link, royaltyPpm, policy: least > 0 ? terms!.royaltyPolicy : link.policy };
}
