import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { readOptions } from './options.js';

describe('the options of npm start', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('have defaults that need no thought', () => {
    expect(readOptions([])).toMatchObject({ port: 4000, seed: 'tributary', fresh: false, economy: true });
    expect(readOptions([]).config).toBeUndefined();
    expect(readOptions([]).rpcPorts).toBeUndefined();
  });

  it('take ports, a seed and a configuration', () => {
    const args = ['--port', '4100', '--rpc-ports', '8545,8546', '--seed', 'x', '--fresh', '--postgres-port', '5433'];
    expect(readOptions([...args, '--config', 'tributary.yaml'])).toMatchObject({
      port: 4100,
      rpcPorts: [8545, 8546],
      seed: 'x',
      fresh: true,
      postgresPort: 5433,
      config: 'tributary.yaml',
    });
  });

  const MISUSES: [string[], string][] = [
    [['--port', '0'], 'Expected a port from 1 to 65535.'],
    [['--port', 'http'], 'Expected a port from 1 to 65535.'],
    [['--port', '65536'], 'Expected a port from 1 to 65535.'],
    [['--rpc-ports', '8545'], 'Expected two different ports'],
    [['--rpc-ports', '8545,8545'], 'Expected two different ports'],
    [['--frob'], "unknown option '--frob'"],
    [['surplus'], 'too many arguments'],
  ];
  it.each(MISUSES)('%j ends with one sentence and exit code 2', (args, sentence) => {
    let errors = '';
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((errors += String(text)), true));
    jest.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`);
    });
    expect(() => readOptions(args)).toThrow('exit 2');
    expect(errors).toContain(sentence);
  });
});
