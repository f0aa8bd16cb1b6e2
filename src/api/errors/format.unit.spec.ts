import { expect, it, jest } from '@jest/globals';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { InvalidIdError } from '../../domain/ids.js';
import { formatError } from './format.js';
import { UserInputError } from './user-input.js';

/** What a client sees of an error that a resolver threw, and whether the operator was told of it. */
function seen(thrown: Error): { shown: GraphQLFormattedError; reported: boolean } {
  const error = thrown instanceof GraphQLError ? thrown : new GraphQLError(thrown.message, { originalError: thrown });
  const report = jest.fn();
  return { shown: formatError(error.toJSON(), error, report), reported: report.mock.calls.length > 0 };
}

const withCode = (message: string, code: string): Error => Object.assign(new Error(message), { code });

it.each([
  ['input that is wrong', new UserInputError('"first" is 0.'), 'BAD_USER_INPUT', '"first" is 0.', false],
  ['an id that is wrong', new InvalidIdError('"x" is not a chain.'), 'BAD_USER_INPUT', '"x" is not a chain.', false],
  [
    'a query that takes too long',
    withCode('canceling statement', '57014'),
    'TIMEOUT',
    'The answer took too long; ask for less at a time.',
    true,
  ],
  [
    'no connection in time',
    new Error('timeout exceeded when trying to connect'),
    'BUSY',
    'The service is busy; try again in a moment.',
    true,
  ],
  [
    'a fault of ours',
    withCode('relation "ledger.secret" does not exist at /srv/x.ts', '42P01'),
    'INTERNAL_SERVER_ERROR',
    'Something went wrong on our side; the log of the service says what.',
    true,
  ],
])('%s is told in one sentence', (_, thrown, code, message, reported) => {
  expect(seen(thrown)).toMatchObject({ shown: { message, extensions: { code } }, reported });
});

it('nothing but the code goes out beside the sentence', () => {
  const error = new GraphQLError('"a" is wrong.', {
    extensions: { code: 'BAD_USER_INPUT', stacktrace: ['at x'], sql: '' },
  });
  expect(seen(error).shown.extensions).toEqual({ code: 'BAD_USER_INPUT' });
});
