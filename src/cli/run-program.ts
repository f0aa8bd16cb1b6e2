import { type Command, CommanderError } from 'commander';
import { ConfigError } from '../../config/tributary-config.js';
import { CommandFailure } from './failure.js';

/** Exit codes of the tributary command. */
export const EXIT = { OK: 0, FAILED: 1, MISUSED: 2 } as const;

/**
 * Parses arguments and runs the command they name. What goes wrong is one sentence on stderr; with
 * --debug its stack follows.
 * @returns the exit code: 0, 1 when the command failed, 2 when it was called wrongly
 */
export async function runProgram(program: Command, args: readonly string[]): Promise<number> {
  try {
    await program.parseAsync(args as string[], { from: 'user' });
    return EXIT.OK;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.OK : EXIT.MISUSED;
    if (error instanceof CommandFailure && error.isTold) return EXIT.FAILED;
    // Whoever read our output has seen enough, as `head` has.
    if ((error as { code?: string }).code === 'EPIPE') return EXIT.OK;
    process.stderr.write(`${sentenceOf(error)}\n`);
    if (args.includes('--debug') && error instanceof Error) process.stderr.write(`${error.stack}\n`);
    return error instanceof ConfigError ? EXIT.MISUSED : EXIT.FAILED;
  }
}

const NAME_ANOTHER = 'or name another one in the configuration';

/** What to do about errors of the database, by the codes of the network and of Postgres. */
const DATABASE_TROUBLES: readonly { codes: readonly string[]; sentence: (message: string) => string }[] = [
  {
    codes: ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EHOSTUNREACH', '57P03'],
    sentence: (message) => `The database does not answer (${message}); start it, ${NAME_ANOTHER}.`,
  },
  {
    codes: ['28P01', '28000', '3D000', '42501'],
    sentence: (message) => `The database does not let us in (${message}); correct its user, password or name.`,
  },
  {
    codes: ['42P01', '3F000'],
    sentence: () => 'The database has no tables of Tributary yet; start the indexer once, it makes them.',
  },
];

/** Database and network errors come with a code and sometimes without a message. */
function sentenceOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return sentenceOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  const { code } = error as { code?: string };
  const trouble = code === undefined ? undefined : DATABASE_TROUBLES.find(({ codes }) => codes.includes(code));
  if (trouble) return trouble.sentence(error.message.split('\n')[0]!);
  return error.message.split('\n')[0] || error.name;
}
