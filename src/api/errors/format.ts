import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { InvalidIdError } from '../../domain/ids.js';
import { QuestionError } from '../../read-models/question-error.js';

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

/** What of the database's troubles a client can do something about, by Postgres' code or the pool's words. */
const TROUBLES: readonly {
  looks: (cause: { code?: string; message?: string }) => boolean;
  message: string;
  code: string;
}[] = [
  {
    // Canceled by statement_timeout; and what is asked in the same transaction after it.
    looks: ({ code }) => code === '57014' || code === '25P02',
    message: 'The answer took too long; ask for less at a time.',
    code: 'TIMEOUT',
  },
  {
    looks: ({ message }) => (message ?? '').startsWith('timeout exceeded when trying to connect'),
    message: 'The service is busy; try again in a moment.',
    code: 'BUSY',
  },
];

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
  if (cause instanceof InvalidIdError || cause instanceof QuestionError) {
    return { message: cause.message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
  }
  const code = codeOf(formatted, cause);
  if (code !== undefined && CODES_SHOWN.has(code)) {
    return { message: oneSentence(formatted.message), ...place, extensions: { code } };
  }
  report(cause);
  const trouble = TROUBLES.find(({ looks }) => looks((cause ?? {}) as object));
  if (trouble) return { message: trouble.message, ...place, extensions: { code: trouble.code } };
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
