import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { parseTime } from '../../domain/time.js';

const WHOLE = /^-?\d{1,100}$/;

/** `BigInt`: bigint inside, decimal string at the edge. Numbers are taken where they are exact. */
export const BigIntScalar = new GraphQLScalarType<bigint, string>({
  name: 'BigInt',
  description:
    "Whole number of any size as a decimal string: amounts in a token's base units, units of use, shares, counts.",
  serialize: (value) => String(value),
  parseValue: (value) => {
    if (typeof value === 'string' && WHOLE.test(value)) return BigInt(value);
    if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
    throw badScalar(`${JSON.stringify(value)} is not a BigInt: expected a whole number as a decimal string.`);
  },
  parseLiteral: (node) => {
    if ((node.kind === Kind.STRING || node.kind === Kind.INT) && WHOLE.test(node.value)) return BigInt(node.value);
    throw badScalar(`${literalText(node)} is not a BigInt: expected a whole number as a decimal string.`);
  },
});

/** `DateTime`: seconds since the Unix epoch inside, ISO 8601 in UTC at the edge. */
export const DateTimeScalar = new GraphQLScalarType<number, string>({
  name: 'DateTime',
  description: 'Time in ISO 8601, UTC, for example 2026-11-23T04:30:00.000Z. Chains count whole seconds.',
  serialize: (value) => new Date(Number(value) * 1000).toISOString(),
  parseValue: (value) => readTime(value, JSON.stringify(value)),
  parseLiteral: (node) => readTime(node.kind === Kind.STRING ? node.value : undefined, literalText(node)),
});

/** A day, or a time with its zone: what `parseTime` would otherwise take for UTC. */
const ZONED = /^[^T]+(T.+(Z|[+-]\d\d:\d\d))?$/;

function readTime(value: unknown, shown: string): number {
  const time_s = typeof value === 'string' && ZONED.test(value) ? parseTime(value) : Number.NaN;
  if (Number.isNaN(time_s)) {
    throw badScalar(`${shown} is not a DateTime: expected ISO 8601 with a zone, for example 2026-11-23T04:30:00Z.`);
  }
  return time_s;
}

function literalText(node: ValueNode): string {
  return 'value' in node ? JSON.stringify(node.value) : `A ${node.kind}`;
}

function badScalar(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}
