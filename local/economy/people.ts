import { keccak256, stringToHex } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import type { Account, Bytes32 } from './actions.js';

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
  /** Private keys of the consumers, who sign receipts. The others' transactions are sent by nodes that ask for none. */
  readonly keys: ReadonlyMap<Account, Bytes32>;
}

type Group = Exclude<keyof People, 'keys'>;

const COUNTS: { readonly [K in Group]: number } = {
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
  const names = (group: Group): Bytes32[] =>
    Array.from({ length: COUNTS[group] }, (_, index) =>
      keccak256(stringToHex(`tributary economy/${seed}/${group}/${index}`)),
    );
  const groups = (Object.keys(COUNTS) as Group[]).map((group) => [
    group,
    names(group).map((name): Account => `0x${name.slice(-40)}`),
  ]);
  const keys = new Map(
    names('consumers').map((key): [Account, Bytes32] => [privateKeyToAddress(key).toLowerCase() as Account, key]),
  );
  return { ...(Object.fromEntries(groups) as Omit<People, 'keys'>), consumers: [...keys.keys()], keys };
}

/** Who sends transactions. */
export function sendersOf(people: People): readonly Account[] {
  const { annotators, validators, dataContributors, applications } = people;
  return [...payersOf(people), ...annotators, ...validators, ...dataContributors, applications[0]!];
}

/** Who needs money on both chains: consumers for usages, labs for their agents' calls and their tasks. */
export function payersOf({ labs, consumers }: People): readonly Account[] {
  return [...labs, ...consumers];
}

/** The private key of a consumer: they sign receipts. */
export function keyOf(people: People, consumer: Account): Bytes32 {
  return people.keys.get(consumer)!;
}
