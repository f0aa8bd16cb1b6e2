import { keccak256, stringToHex } from 'viem';
import type { Account } from './actions.js';

/** Everybody who takes part, by what they do. Addresses follow from the seed. */
export interface People {
  readonly annotators: readonly Account[];
  readonly validators: readonly Account[];
  readonly dataContributors: readonly Account[];
  readonly developers: readonly Account[];
  readonly optimizers: readonly Account[];
  readonly computeProviders: readonly Account[];
  /** Register and own assets. */
  readonly labs: readonly Account[];
  /** Pay for usages. */
  readonly consumers: readonly Account[];
  /** Named by usages as the application through which they came. */
  readonly applications: readonly Account[];
}

const COUNTS: { readonly [K in keyof People]: number } = {
  annotators: 90,
  validators: 30,
  dataContributors: 40,
  developers: 30,
  optimizers: 16,
  computeProviders: 10,
  labs: 24,
  consumers: 40,
  applications: 12,
};

/** The people of an economy. The first of every list are the busiest. */
export function peopleOf(seed: string): People {
  const groups = Object.entries(COUNTS).map(([group, count]) => [
    group,
    Array.from({ length: count }, (_, index) => accountOf(seed, `${group}/${index}`)),
  ]);
  return Object.fromEntries(groups) as People;
}

/** Who sends transactions and needs money on both chains. */
export function sendersOf(people: People): readonly Account[] {
  return [...people.labs, ...people.consumers];
}

function accountOf(seed: string, name: string): Account {
  return `0x${keccak256(stringToHex(`tributary economy/${seed}/${name}`)).slice(-40)}`;
}
