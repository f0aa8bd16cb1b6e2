import { expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateCodecs } from './generate.js';

it('the committed codecs are those that the ABIs give', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-codecs-'));
  try {
    await generateCodecs(process.cwd(), folder);
    const generated = 'indexer/adapters/reference/generated';
    const names = readdirSync(join(folder, generated)).sort();
    expect(names).toEqual(['AssetRegistry.ts', 'ContributionTasks.ts', 'PayoutVault.ts', 'UsageMeter.ts']);
    expect(readdirSync(generated).sort()).toEqual(names);
    for (const name of names) {
      const made = readFileSync(join(folder, generated, name), 'utf8');
      expect(`${name}\n${readFileSync(join(generated, name), 'utf8')}`).toBe(`${name}\n${made}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
