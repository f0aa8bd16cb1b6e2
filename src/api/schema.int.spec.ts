import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import {
  buildSchema,
  isObjectType,
  isInterfaceType,
  isInputObjectType,
  isEnumType,
  type GraphQLArgument,
  type GraphQLSchema,
} from 'graphql';
import { buildApiSchema, printApiSchema } from './schema.js';

it('schema.graphql is what the code prints', async () => {
  expect(readFileSync('schema.graphql', 'utf8')).toBe(await printApiSchema());
});

it('the printed schema can be read back', async () => {
  expect(() => buildSchema(readFileSync('schema.graphql', 'utf8'))).not.toThrow();
});

it('everything in the schema says what it is', async () => {
  expect(undescribed(await buildApiSchema())).toEqual([]);
});

function undescribed(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__'))
    .filter((type) => !['Query', 'Subscription', 'String', 'Int', 'Boolean', 'ID', 'Float'].includes(type.name))
    .concat([schema.getQueryType()!, schema.getSubscriptionType()!])
    .flatMap((type) => {
      const missing = type.description || ['Query', 'Subscription'].includes(type.name) ? [] : [type.name];
      if (isEnumType(type) || !(isObjectType(type) || isInterfaceType(type) || isInputObjectType(type))) return missing;
      for (const field of Object.values(type.getFields())) {
        if (!field.description) missing.push(`${type.name}.${field.name}`);
        if (!('args' in field)) continue;
        missing.push(
          ...(field.args as readonly GraphQLArgument[])
            .filter((arg) => !arg.description)
            .map((arg) => `${type.name}.${field.name}(${arg.name})`),
        );
      }
      return missing;
    });
}
