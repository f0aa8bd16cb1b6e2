import { jest } from '@jest/globals';
import { createProgram } from '../../src/cli/program.js';
import { runProgram } from '../../src/cli/run-program.js';

/** Runs a tributary command in this process, without a terminal. */
export async function tributary(...args: string[]): Promise<{ code: number; output: string }> {
  let output = '';
  const write = (text: unknown): boolean => ((output += String(text)), true);
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(write));
  try {
    return { code: await runProgram(createProgram(), args), output };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
