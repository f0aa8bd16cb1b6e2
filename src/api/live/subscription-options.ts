import type { ServerOptions } from 'graphql-ws';
import {
  execute,
  type ExecutionArgs,
  getOperationAST,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  parse,
  subscribe,
  validate,
} from 'graphql';
import { DataSource } from 'typeorm';
import { reportFault } from '../errors/report.js';
import { formatError } from '../errors/format.js';
import { measure } from '../limits/cost.js';
import { fragmentsOf } from '../limits/plugin.js';
import { RequestContext } from '../request/request-context.js';

/** Subscriptions of one client at once. */
const MAX_SUBSCRIPTIONS = 20;
const MAX_TOKENS = 2_000;

interface Payload {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
}

/**
 * graphql-ws knows nothing of what the HTTP server validates, so it is done here: subscriptions only, valid
 * ones only, within the same limits, errors in the same words.
 */
export function subscriptionOptions(schema: GraphQLSchema, source: DataSource): ServerOptions {
  return {
    schema,
    execute,
    subscribe,
    onSubscribe: ({ subscriptions }, _id, payload) => {
      try {
        // The one that is being asked for is among them already.
        if (Object.keys(subscriptions).length > MAX_SUBSCRIPTIONS) {
          return [refusal(`This connection has ${MAX_SUBSCRIPTIONS} subscriptions already: end one, or open another.`)];
        }
        return prepare(schema, source, payload as Payload);
      } catch (error) {
        return [shown(error)];
      }
    },
    onNext: (_context, _id, _payload, _args, result) =>
      result.errors ? { ...result, errors: result.errors.map(shown) } : result,
    onError: (_context, _id, _payload, errors) => errors.map((error) => shown(error).toJSON()),
  };
}

function prepare(schema: GraphQLSchema, source: DataSource, payload: Payload): ExecutionArgs | readonly GraphQLError[] {
  const document = parse(payload.query, { maxTokens: MAX_TOKENS });
  const operation = getOperationAST(document, payload.operationName);
  if (!operation) return [refusal('The document has no operation of that name: name one that is there.')];
  if (operation.operation !== 'subscription') {
    return [refusal(`Only subscriptions are answered here: send a ${operation.operation} with HTTP POST to /graphql.`)];
  }
  const problems = validate(schema, document);
  if (problems.length > 0) return problems;
  const variableValues = payload.variables ?? {};
  measure(schema, operation, fragmentsOf(document), variableValues);
  return {
    schema,
    document,
    operationName: payload.operationName,
    variableValues,
    contextValue: RequestContext.ofSubscription(source),
  };
}

function refusal(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

/** An error as clients see it. */
function shown(error: unknown): GraphQLError {
  const own =
    error instanceof GraphQLError ? error : new GraphQLError(String(error), { originalError: error as Error });
  const { message, path, extensions }: GraphQLFormattedError = formatError(own.toJSON(), own, reportFault);
  return new GraphQLError(message, { path, extensions });
}
