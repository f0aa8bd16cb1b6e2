import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CanonicalEvent } from './canonical.js';
import { encodePayload } from './encoding.js';

const encode = (payload: unknown): string => encodePayload({ kind: 'Ignored', payload } as unknown as CanonicalEvent);

const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'binary' }),
    fc.bigInt(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any')),
    tie('fields'),
  ),
  fields: fc.dictionary(fc.string({ unit: 'binary' }), tie('any')),
}));

/** The encoding by its definition: what JSON says of an object whose fields are in order. */
function byDefinition(some: unknown): string {
  if (typeof some === 'bigint') return JSON.stringify(String(some));
  if (Array.isArray(some)) return `[${some.map(byDefinition).join(',')}]`;
  if (some === null || typeof some !== 'object') return JSON.stringify(some);
  const names = Object.keys(some).sort();
  const fields = names.map(
    (name) => `${JSON.stringify(name)}:${byDefinition((some as Record<string, unknown>)[name])}`,
  );
  return `{${fields.join(',')}}`;
}

it('a payload is JSON with fields in the order of code units and bigints as decimal strings', () => {
  fc.assert(fc.property(value.fields, (payload) => expect(encode(payload)).toBe(byDefinition(payload))));
});

it('objects that begin alike and go on otherwise do not take each other for known', () => {
  expect([{ b: 1, a: 2n }, { b: 1, c: 2 }, { b: 1 }, { a: 2n, b: 1 }, {}].map(encode)).toEqual([
    '{"a":"2","b":1}',
    '{"b":1,"c":2}',
    '{"b":1}',
    '{"a":"2","b":1}',
    '{}',
  ]);
});
