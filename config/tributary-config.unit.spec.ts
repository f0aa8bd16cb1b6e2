import { expect, it } from '@jest/globals';
import { ConfigError, parseConfig } from './tributary-config.js';

const CHAINS = `chains:
  - { id: 1, name: One, rpc: ['http://127.0.0.1:1'], finality: 1, contracts: [{ adapter: reference, address: '0x${'1'.repeat(40)}' }] }
`;

function problemOf(text: string, database?: string): string {
  try {
    parseConfig(text, 'tributary.yaml', { DATABASE_URL: database });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return 'none';
}

it.each(['postgres://me:a%23b@db/ledger', 'postgresql://db/ledger', 'postgres:///ledger?host=/var/run'])(
  '%s is a database',
  (database) => {
    expect(problemOf(CHAINS, database)).toBe('none');
    expect(problemOf(`${CHAINS}database: ${database}\n`)).toBe('none');
  },
);

it.each(['nonsense', 'mysql://me:s3cret@db/ledger', 'postgres://me:s3c/ret#x@db/ledger'])(
  '%s is none, in the file and in DATABASE_URL, and is not repeated',
  (database) => {
    expect(problemOf(`${CHAINS}database: ${database}\n`)).toMatch(
      /^tributary\.yaml: database: expected a URL[^\n]*\.$/,
    );
    const problem = problemOf(CHAINS, database);
    expect(problem).toMatch(/^tributary\.yaml: DATABASE_URL: expected a URL that starts with postgres:\/\/[^\n]*\.$/);
    expect(problem).not.toContain('s3c');
  },
);

it('what is no YAML is told in a sentence with the file and the place', () => {
  expect(problemOf('{{{')).toMatch(/^tributary\.yaml: .* at line 1, column \d+\.$/);
});

it('aliases that would fill the memory are a mistake in the file', () => {
  const lines = 'abcdefgh'.split('').map((name, n, all) => {
    const item = n === 0 ? 'x' : `*${all[n - 1]}`;
    return `${name}: &${name} [${Array(9).fill(item).join(', ')}]`;
  });
  expect(problemOf(lines.join('\n'))).toMatch(/^tributary\.yaml: Excessive alias count/);
});
