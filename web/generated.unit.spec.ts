import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, it } from '@jest/globals';

describe('the types of the explorer', () => {
  it('are those that its queries and schema.graphql give', async () => {
    // Ends with an error that names the files unless what is committed is what would be generated.
    await promisify(execFile)(process.execPath, [
      'node_modules/@graphql-codegen/cli/esm/bin.js',
      '--config',
      'web/codegen.ts',
      '--check',
    ]);
  }, 60_000);
});
