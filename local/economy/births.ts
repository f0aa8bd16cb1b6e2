import { PPM, ROLES, type AssetKind, type Relation, type Role } from '../../src/domain/vocabulary.js';
import type { Account, Action, PlannedLink, PlannedShares, Side } from './actions.js';
import { BASE_MODELS, COMPUTE_POOLS, DOMAINS, OTHER_ASSETS, QUANTIZATIONS, REGIONS, contentUri } from './names.js';
import type { People } from './people.js';
import type { Random } from './random.js';
import type { World, WorldAsset } from './world.js';

/** What the generator draws from: chance, people, and what has happened so far. */
export interface Scene {
  readonly random: Random;
  readonly people: People;
  readonly world: World;
}

/** How an asset comes about. */
export const BIRTHS = [
  'dataset',
  'compute',
  'other',
  'base',
  'finetune',
  'distilled',
  'quantized',
  'merged',
  'agent',
  'deployment',
  'mirror',
] as const;
export type Birth = (typeof BIRTHS)[number];

interface Parentage {
  readonly relation: Relation;
  readonly from: readonly WorldAsset[];
  readonly least: number;
  readonly most: number;
}

/** The registration of a new asset on a side, with its parents, its split and its people. */
export function give(birth: Birth, side: Side, scene: Scene): Action {
  const { random, people } = scene;
  const parents = parentage(birth, side, scene)
    .filter(({ from }) => from.length > 0)
    .map(({ relation, from, least, most }) => ({
      relation,
      parent: random.chance(0.6) ? random.zipf(from) : random.pick(from),
      ratePpm: random.between(least / 1000, most / 1000) * 1000,
    }));
  const links = linksOf(side, random, parents);
  const subject = parents[0]?.parent.name;
  const name = scene.world.names.suggest(random, namesFor(birth, subject));
  const { kind, split } = SHAPES[birth];
  const splitPpm = split ? vary(random, split) : null;
  return {
    do: 'register',
    side,
    from: random.zipf(people.labs),
    kind: birth === 'mirror' ? (parents[0]?.parent.kind ?? kind) : kind,
    contentHash: random.hex(32),
    uri: contentUri(random, name),
    name,
    links,
    splitPpm,
    pools: splitPpm ? poolsFor(splitPpm, scene) : [],
  };
}

const SHAPES: Record<Birth, { kind: AssetKind; split: Partial<Record<Role, number>> | null }> = {
  dataset: { kind: 'DATASET', split: { DATA_CONTRIBUTOR: 250_000, ANNOTATOR: 350_000, VALIDATOR: 120_000 } },
  compute: { kind: 'COMPUTE', split: null },
  other: { kind: 'OTHER', split: { DATA_CONTRIBUTOR: 300_000, VALIDATOR: 100_000 } },
  base: {
    kind: 'MODEL',
    split: { MODEL_DEVELOPER: 400_000, COMPUTE_PROVIDER: 150_000, OPTIMIZER: 50_000, VALIDATOR: 40_000 },
  },
  finetune: { kind: 'MODEL', split: { MODEL_DEVELOPER: 450_000, ANNOTATOR: 100_000, COMPUTE_PROVIDER: 120_000 } },
  distilled: { kind: 'MODEL', split: { MODEL_DEVELOPER: 350_000, OPTIMIZER: 200_000, COMPUTE_PROVIDER: 100_000 } },
  quantized: { kind: 'MODEL', split: { OPTIMIZER: 550_000, COMPUTE_PROVIDER: 150_000 } },
  merged: { kind: 'MODEL', split: { MODEL_DEVELOPER: 300_000, OPTIMIZER: 250_000 } },
  agent: { kind: 'AGENT', split: { MODEL_DEVELOPER: 500_000, VALIDATOR: 80_000, COMPUTE_PROVIDER: 100_000 } },
  deployment: { kind: 'AGENT', split: { COMPUTE_PROVIDER: 400_000 } },
  mirror: { kind: 'MODEL', split: null },
};

function parentage(birth: Birth, side: Side, { random, world }: Scene): Parentage[] {
  const open = world.ranked.filter(({ terms, ref }) => ref.side !== side || terms?.derivativesAllowed !== false);
  // Three times in four from home, else from wherever it is.
  const reach = (kinds: readonly AssetKind[]): WorldAsset[] => {
    const fitting = open.filter(({ kind }) => kinds.includes(kind));
    const home = fitting.filter(({ ref }) => ref.side === side);
    return random.chance(0.72) && home.length > 0 ? home : fitting;
  };
  // Work builds on recent work: this is what makes lineages deep.
  const recent = (kinds: readonly AssetKind[]): WorldAsset[] => {
    const fitting = reach(kinds);
    const deep = fitting.filter(({ depth }) => depth >= 1 && depth <= 7);
    return deep.length > 0 && random.chance(0.7) ? deep : fitting;
  };
  const trainedOn = (most: number): Parentage => ({
    relation: 'TRAINED_ON',
    from: reach(['DATASET']),
    least: 20_000,
    most,
  });
  switch (birth) {
    case 'dataset':
      return random.chance(0.3)
        ? [
            {
              relation: random.pick(['DISTILLED_FROM', 'COMPOSED_OF']),
              from: reach(['DATASET']),
              least: 30_000,
              most: 150_000,
            },
          ]
        : [];
    case 'compute':
    case 'other':
      return [];
    case 'base':
      return [trainedOn(120_000), trainedOn(80_000), trainedOn(60_000)].slice(0, random.between(1, 3));
    case 'finetune':
      return [
        { relation: 'FINETUNED_FROM', from: recent(['MODEL']), least: 50_000, most: 200_000 },
        trainedOn(120_000),
      ];
    case 'distilled':
      return [{ relation: 'DISTILLED_FROM', from: recent(['MODEL']), least: 40_000, most: 150_000 }];
    case 'quantized':
      return [{ relation: 'QUANTIZED_FROM', from: recent(['MODEL']), least: 100_000, most: 400_000 }];
    case 'merged':
      return [1, 2].map(() => ({ relation: 'MERGED_FROM', from: recent(['MODEL']), least: 80_000, most: 250_000 }));
    case 'agent':
      return [
        { relation: 'COMPOSED_OF', from: recent(['MODEL']), least: 80_000, most: 250_000 },
        { relation: 'COMPOSED_OF', from: recent(['MODEL']), least: 50_000, most: 150_000 },
        { relation: 'COMPOSED_OF', from: reach(['OTHER', 'AGENT']), least: 5_000, most: 60_000 },
      ];
    case 'deployment':
      return [
        { relation: 'DEPLOYED_AS', from: recent(['AGENT', 'MODEL']), least: 200_000, most: 500_000 },
        { relation: 'COMPOSED_OF', from: reach(['COMPUTE']), least: 50_000, most: 200_000 },
      ];
    case 'mirror':
      return [
        {
          relation: 'MIRROR_OF',
          from: world.ranked.filter(
            ({ ref, kind, links }) =>
              ref.side !== side && kind !== 'COMPUTE' && !links.some(({ relation }) => relation === 'MIRROR_OF'),
          ),
          least: 800_000,
          most: 950_000,
        },
      ];
  }
}

/** The links to different parents, within the parents' terms and one whole together. */
function linksOf(
  side: Side,
  random: Random,
  parents: readonly { relation: Relation; parent: WorldAsset; ratePpm: number }[],
): PlannedLink[] {
  const links: PlannedLink[] = [];
  let left = Number(PPM);
  for (const { relation, parent, ratePpm } of parents) {
    const terms = parent.ref.side === side ? parent.terms : null;
    const royaltyPpm = Math.max(ratePpm, terms?.minRoyaltyPpm ?? 0);
    if (royaltyPpm > left || links.some((link) => link.parent === parent.ref)) continue;
    left -= royaltyPpm;
    const policy = terms?.minRoyaltyPpm ? terms.royaltyPolicy : random.chance(0.25) ? 'ABSOLUTE' : 'RELATIVE';
    links.push({ parent: parent.ref, relation, royaltyPpm, policy });
  }
  return links;
}

function namesFor(birth: Birth, subject = 'Untitled'): readonly string[] {
  const stem = subject.replace(/(-ft|-distill-1B|-slerp|@| ).*$/, '');
  const base = BASE_MODELS.find((model) => stem.startsWith(model)) ?? stem;
  switch (birth) {
    case 'dataset':
      return DOMAINS.flatMap(({ datasets }) => datasets);
    case 'compute':
      return COMPUTE_POOLS;
    case 'other':
      return OTHER_ASSETS;
    case 'base':
      return BASE_MODELS;
    case 'finetune':
      return DOMAINS.map(({ word }) => `${base}-${word}-ft`);
    case 'distilled':
      return [`${stem}-distill-1B`];
    case 'quantized':
      return QUANTIZATIONS.map((form) => `${subject.replace(/@.*$/, '')}-${form}`);
    case 'merged':
      return DOMAINS.map(({ word }) => `${base}-slerp-${word}`);
    case 'agent':
      return DOMAINS.flatMap(({ agents }) => agents);
    case 'deployment':
      return REGIONS.map((region) => `${stem}@${region}`);
    case 'mirror':
      return [`${subject} (mirror)`];
  }
}

/** A split near the usual one, in steps of a tenth of a percent. */
export function vary(random: Random, usual: Partial<Record<Role, number>>): number[] {
  return ROLES.map((role) => Math.round(((usual[role] ?? 0) / 1000) * (0.8 + random.next() * 0.4)) * 1000);
}

/** How many people of a role an asset has. */
const CROWDS: { readonly [R in Role]: readonly [number, number] } = {
  OWNER: [0, 0],
  ANNOTATOR: [12, 34],
  VALIDATOR: [3, 9],
  DATA_CONTRIBUTOR: [4, 14],
  MODEL_DEVELOPER: [2, 7],
  OPTIMIZER: [1, 4],
  COMPUTE_PROVIDER: [1, 3],
};

function poolsFor(splitPpm: readonly number[], { random, people }: Scene): PlannedShares[] {
  return ROLES.flatMap((role, index) => {
    const [least, most] = CROWDS[role];
    if (!splitPpm[index] || most === 0) return [];
    const contributors = random.some(crowdOf(role, people), random.between(least, most));
    return [{ role, contributors, shares: contributors.map(() => sharesFor(role, random)) }];
  });
}

/** Who may hold shares of a role. */
export function crowdOf(role: Role, people: People): readonly Account[] {
  const crowds: Record<Role, readonly Account[]> = {
    OWNER: people.labs,
    ANNOTATOR: people.annotators,
    VALIDATOR: people.validators,
    DATA_CONTRIBUTOR: people.dataContributors,
    MODEL_DEVELOPER: people.developers,
    OPTIMIZER: people.optimizers,
    COMPUTE_PROVIDER: people.computeProviders,
  };
  return crowds[role];
}

/** Shares are units of accepted work: an annotator's labels, a developer's points. */
export function sharesFor(role: Role, random: Random): bigint {
  return BigInt(Math.round(role === 'ANNOTATOR' ? random.logarithmic(20, 12_000) : random.logarithmic(5, 400)));
}
