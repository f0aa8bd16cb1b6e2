import { expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateCodecs } from './generate.js';

it.each([
  ['indexer/adapters/reference/generated', ['AssetRegistry', 'ContributionTasks', 'PayoutVault', 'UsageMeter']],
  ['indexer/adapters/chainlink/generated', ['OffchainAggregator']],
])('the committed codecs in %s are those that the ABIs give', async (generated, contracts) => {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-codecs-'));
  try {
    await generateCodecs(process.cwd(), folder);
    const names = readdirSync(join(folder, generated)).sort();
    expect(names).toEqual(contracts.map((name) => `${name}.ts`));
    expect(readdirSync(generated).sort()).toEqual(names);
    for (const name of names) {
      const made = readFileSync(join(folder, generated, name), 'utf8');
      expect(`${name}\n${readFileSync(join(generated, name), 'utf8')}`).toBe(`${name}\n${made}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
