import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigError } from './config-error.js';

/** A constant of a mapping. */
export type Scalar = string | number | boolean | null;

/** What stands in for a field: a constant, a `$source`, a function, or a list of such; see the adapter's compiler. */
export type Expression = Scalar | readonly Expression[] | { readonly [name: string]: Expression };

/** What a source must be: one of some constants, or `{ not: ... }` of them. */
export type Condition = Readonly<Record<string, Scalar | Scalar[] | { not: Scalar | Scalar[] }>>;

const scalar = z.union(
  [z.string(), z.number(), z.boolean(), z.null()],
  'expected a text, a number, true, false or null',
);
const scalars = z.union([scalar, z.array(scalar)], 'expected a constant or a list of them');
const expression: z.ZodType<Expression> = z.lazy(() =>
  z.union(
    [scalar, z.array(expression), z.record(z.string(), expression)],
    'expected a constant, a $source, a function or a list',
  ),
);
const when: z.ZodType<Condition> = z.record(
  z.string().startsWith('$', 'expected a source, which starts with $'),
  z.union([scalars, z.strictObject({ not: scalars })], 'expected a constant, a list of constants, or { not: ... }'),
  'expected sources and what they must be, for example { $from: "0x..." }',
);

const join = z.strictObject({
  /** An event of the ABI, in the same transaction. */
  event: z.string('expected the name of an event'),
  /** Its argument, and the source of this event that it must equal. */
  on: z.record(z.string(), z.string(), 'expected arguments and sources, for example { tokenId: $tokenId }'),
  /** The n-th of one with the n-th of the other, or one for all. */
  use: z.enum(['once', 'shared'], 'expected once or shared').default('once'),
  contract: z.enum(['same', 'any'], 'expected same or any').default('same'),
  when: when.optional(),
  /** The event may be missing; its arguments are this then. */
  absent: z
    .record(z.string(), expression, 'expected arguments and what they are then, for example { rate: 0 }')
    .optional(),
});

const meaning = z.strictObject({
  event: z.string('expected the name of a canonical event'),
  /** Lists that are gone through together: an event for each of their items. */
  each: z.array(z.string('expected a source, for example $parents'), 'expected a list of sources').min(1).optional(),
  when: when.optional(),
  fields: z.record(z.string(), expression, 'expected the fields of the canonical event'),
});

const rule = z.strictObject({
  when: when.optional(),
  join: z.record(z.string(), join, 'expected joined events by a name of your choice').optional(),
  /** The address of a contract that is read by this mapping too, from this log on. */
  announces: z.string('expected a source, for example $clone').optional(),
  means: z.union(
    [z.literal('ignore'), meaning, z.array(meaning).min(1)],
    'expected a canonical event with its fields, a list of such, or the word ignore',
  ),
});

const address = z
  .string('expected an address in quotes')
  .regex(/^0x[0-9a-fA-F]{40}$/, 'expected an address: 0x and 40 hexadecimal digits')
  .transform((text) => text.toLowerCase());

const contract = z.strictObject({
  chain: z.int('expected a chain id, for example 8453').positive('expected a chain id, for example 8453'),
  address,
  firstBlock: z.int('expected a block number').nonnegative('expected a block number').default(0),
});

const path = z.string('expected the path of a JSON file').min(1, 'expected the path of a JSON file');

const file = z.strictObject({
  name: z
    .string('expected a name')
    .regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected a name of lower-case letters, digits and dashes')
    .refine((name) => name !== 'reference', 'expected another name: the contracts of this repository have it'),
  /** ABI or build artifact; several are read as one. */
  abi: z.union([path.transform((one) => [one]), z.array(path).min(1)], 'expected the path of an ABI file, or a list'),
  /** Where the protocol stands. Addresses may be given in tributary.yaml instead. */
  contracts: z.array(contract, 'expected a list of contracts').default([]),
  /** Words for numbers: a list from 0 on, or by value. */
  tables: z
    .record(
      z.string(),
      z.union([z.array(scalar).min(1), z.record(z.string(), scalar)], 'expected a list of words, or words by value'),
      'expected tables by name',
    )
    .default({}),
  events: z.record(
    z.string(),
    z.union([rule, z.array(rule).min(1)], 'expected what the event means'),
    'expected events by name',
  ),
  /** Events that mean nothing here. */
  ignore: z.array(z.string('expected the name of an event'), 'expected a list of events').default([]),
});

/** A mapping as its file says it, not yet held against an ABI. */
export type MappingFile = z.infer<typeof file>;
export type MappingRule = z.infer<typeof rule>;
export type MappingMeaning = z.infer<typeof meaning>;
export type MappingJoin = z.infer<typeof join>;

/**
 * Reads a mapping file. Paths in it count from its own folder.
 * @throws ConfigError that names file, key and what was expected
 */
export function readMappingFile(path: string): MappingFile {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new ConfigError(`${path}: cannot be read; correct the path of the mapping.`);
  }
  return parseMappingFile(text, path);
}

/** {@link readMappingFile} for text that is already there. @throws ConfigError */
export function parseMappingFile(text: string, path: string): MappingFile {
  const document = parseDocument(text);
  const problem = document.errors[0];
  if (problem) throw new ConfigError(`${path}: ${problem.message.split('\n')[0]}`);
  const parsed = file.safeParse(document.toJS());
  if (!parsed.success) throw new ConfigError(`${path}: ${describe(parsed.error.issues[0]!)}.`);
  const { abi, ...mapping } = parsed.data;
  return { ...mapping, abi: abi.map((name) => resolve(dirname(path), name)) };
}

function describe(issue: z.core.$ZodIssue): string {
  const { path, message } = deepest(issue);
  return `${path.join('.') || 'the file'}: ${message}`;
}

/** Of the forms that a value can have, what is wrong with the one that it comes closest to. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  let found: z.core.$ZodIssue = issue;
  for (const [first] of issue.errors) {
    const below = first && deepest(first);
    if (!below || (below.path.length === 0 && below.code !== 'unrecognized_keys')) continue;
    const path: PropertyKey[] = [...issue.path, ...below.path];
    if (found === issue || path.length > found.path.length) found = { ...below, path };
  }
  return found;
}
