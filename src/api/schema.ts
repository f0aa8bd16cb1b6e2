import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { type GraphQLSchema, printSchema } from 'graphql';
import { RESOLVERS } from './resolvers.js';
import { Token } from './tokens/token.type.js';
import { Finality } from './vocabulary/enums.js';

/** Types that no field leads to yet. */
export const SCHEMA_OPTIONS = { orphanedTypes: [Token, Finality] };

const HEADER = `# Printed by "npm run generate" from the classes in src/api. Do not edit by hand.\n\n`;

/** The schema that the resolvers make, without anything behind them. */
export async function buildApiSchema(): Promise<GraphQLSchema> {
  const app = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: ['error'] });
  try {
    return await app.get(GraphQLSchemaFactory).create(RESOLVERS, SCHEMA_OPTIONS);
  } finally {
    await app.close();
  }
}

/** The text of schema.graphql. */
export async function printApiSchema(): Promise<string> {
  return `${HEADER}${printSchema(await buildApiSchema())}\n`;
}
