import { resolve } from 'node:path';

/** A compiled file of the program; `npm test` compiles it into `dist` before any test runs. */
export function compiled(path: string): string {
  return resolve(process.env['TRIBUTARY_DIST'] ?? 'dist', path);
}
