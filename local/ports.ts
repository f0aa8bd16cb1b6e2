import { createServer } from 'node:net';
import { RunError } from './report.js';

/**
 * Makes sure that nobody else listens on a port of 127.0.0.1.
 * @param flag the option that chooses another one
 * @throws RunError naming port and option
 */
export async function expectFree(port: number, what: string, flag: string): Promise<void> {
  if (!(await isFree(port))) {
    throw new RunError(
      `Port ${port}, wanted for ${what}, is in use by another program; end that program or choose another port with ${flag}.`,
    );
  }
}

/** Whether nobody listens on a port of 127.0.0.1. */
export async function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}
