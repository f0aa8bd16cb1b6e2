import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { InvalidIdError } from '../../domain/ids.js';

const CODES_SHOWN = new Set([
  'BAD_USER_INPUT',
  'QUERY_TOO_COSTLY',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'BAD_REQUEST',
]);

/** Postgres: canceled by statement_timeout; and what follows in the same transaction. */
const TIMED_OUT = new Set(['57014', '25P02']);

/** Who is told of errors that are nobody's input. */
export type ReportFault = (error: unknown) => void;

/**
 * What a client sees of an error: its sentence and code where it is about the request, one sentence without
 * details where it is ours. The only place where errors of the domain become errors of GraphQL.
 */
export function formatError(
  formatted: GraphQLFormattedError,
  error: unknown,
  report: ReportFault,
): GraphQLFormattedError {
  const cause = rootCause(error);
  const place = { locations: formatted.locations, path: formatted.path };
  if (cause instanceof InvalidIdError) {
    return { message: cause.message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
  }
  const code = codeOf(formatted, cause);
  if (code !== undefined && CODES_SHOWN.has(code)) {
    return { message: oneSentence(formatted.message), ...place, extensions: { code } };
  }
  report(cause);
  if (TIMED_OUT.has((cause as { code?: string } | null)?.code ?? '')) {
    return {
      message: 'The answer took too long; ask for less at a time.',
      ...place,
      extensions: { code: 'TIMEOUT' },
    };
  }
  return {
    message: 'Something went wrong on our side; the log of the service says what.',
    ...place,
    extensions: { code: 'INTERNAL_SERVER_ERROR' },
  };
}

function codeOf(formatted: GraphQLFormattedError, cause: unknown): string | undefined {
  const code = (formatted.extensions?.['code'] ?? (cause as GraphQLError | null)?.extensions?.['code']) as
    string | undefined;
  // Errors of graphql itself, about the document or its variables, carry no code outside Apollo.
  return code ?? (cause instanceof GraphQLError ? 'BAD_USER_INPUT' : undefined);
}

function rootCause(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function oneSentence(message: string): string {
  return message.replace(/\s+/g, ' ').trim();
}
