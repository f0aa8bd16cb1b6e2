import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createProgram } from './program.js';
import { runProgram } from './run-program.js';

describe('the tributary command', () => {
  let errors = '';
  let output = '';

  beforeEach(() => {
    errors = '';
    output = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((errors += String(text)), true));
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((output += String(text)), true));
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const run = (...args: string[]): Promise<number> => runProgram(createProgram(), args);

  it('lists its commands', async () => {
    expect(await run('--help')).toBe(0);
    expect(output).toContain('deploy');
    expect(output).toContain('chain');
  });

  const account = `0x${'1'.repeat(40)}`;
  const MISUSES: [string[], string][] = [
    [['frobnicate'], "Unknown command 'frobnicate'. See --help.\n"],
    [['chain', 'frobnicate'], "Unknown command 'frobnicate'. See --help.\n"],
    [['chain', 'stat'], "Unknown command 'stat': did you mean status? See --help.\n"],
    [['log', 'prune', '--keep-days', '999999999'], 'Expected at most 36500 days. See --help.\n'],
    [['payout', 'root', '--vault', account, '--mark', '2026-02-30'], 'Expected a day or a time in UTC'],
    [['deploy'], "Required option '--rpc <url>' not specified. See --help.\n"],
    [['deploy', '--rpc', 'nowhere'], 'Expected a URL that starts with http:// or https://. See --help.\n'],
    [['deploy', '--rpc', 'http://127.0.0.1:1', '--fee-ppm', '-1'], 'Expected a whole number. See --help.\n'],
    [['deploy', '--rpc', 'http://127.0.0.1:1', '--unlocked', '0x12'], 'expected 0x and 40 hexadecimal digits'],
    [['chain', 'status', '--frob'], "Unknown option '--frob'."],
    [['chain', 'status', '--config', '/nowhere.yaml'], '/nowhere.yaml: cannot be read'],
  ];
  it.each(MISUSES)('%j is refused in one sentence, with exit code 2', async (args, sentence) => {
    expect(await run(...args)).toBe(2);
    expect(errors).toContain(sentence);
    expect(errors.trimEnd().split('\n')).toHaveLength(1);
  });

  it('a failure is one sentence without a stack', async () => {
    expect(await run('deploy', '--rpc', 'http://127.0.0.1:1', '--unlocked', `0x${'1'.repeat(40)}`)).toBe(1);
    expect(errors).toMatch(/^The endpoint does not answer: .*\.\n$/m);
    expect(errors).not.toContain('\n    at ');
  });

  it('--debug adds the stack', async () => {
    const args = ['--debug', 'deploy', '--rpc', 'http://127.0.0.1:1', '--unlocked', `0x${'1'.repeat(40)}`];
    expect(await run(...args)).toBe(1);
    expect(errors).toContain('\n    at ');
  });

  it('a period that ends before it begins is refused', async () => {
    const period = ['--token', account, '--from', '2026-02-01', '--to', '2026-01-01'];
    expect(await run('explain', account, `eip155:1/erc721:${account}/1`, ...period)).toBe(1);
    expect(errors).toMatch(/^--from is not before --to; .*\.\n$/);
  });

  it.each([
    ['ENOTFOUND', 'getaddrinfo ENOTFOUND db', 'does not answer (getaddrinfo ENOTFOUND db); start it, or'],
    ['28P01', 'password authentication failed', 'does not let us in (password authentication failed); correct'],
    ['3D000', 'database "x" does not exist', 'does not let us in (database "x" does not exist); correct'],
    ['42P01', 'relation "fold.checkpoint" does not exist', 'has no tables of Tributary yet; start the indexer'],
  ])('%s of the database is told with what to do about it', async (code, message, sentence) => {
    const program = createProgram();
    program.command('fail').action(() => {
      throw Object.assign(new Error(message), { code });
    });
    expect(await runProgram(program, ['fail'])).toBe(1);
    expect(errors).toMatch(/^The database [^\n]*\.\n$/);
    expect(errors).toContain(sentence);
  });
});
