import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';

/** Adapters whose codecs are generated, with the folder of the ABIs they read. */
const SOURCES = [
  { abi: 'abi/reference', output: 'indexer/adapters/reference/generated' },
  { abi: 'abi/external', output: 'indexer/adapters/chainlink/generated' },
];

/** ABIs of the contracts whose events the indexer reads. */
const CONTRACTS = ['AssetRegistry', 'ContributionTasks', 'OffchainAggregator', 'PayoutVault', 'UsageMeter'];

/**
 * Writes the codecs of every adapter from the ABIs, with evm-typegen. Paths are relative to `root`,
 * the checkout; `outputRoot` is another place to write to.
 * @throws Error with the generator's words
 */
export async function generateCodecs(root = process.cwd(), outputRoot = root): Promise<void> {
  const require = createRequire(join(root, 'package.json'));
  const typegen = join(dirname(require.resolve('@subsquid/evm-typegen/package.json')), 'bin', 'run.js');
  for (const { abi, output } of SOURCES) {
    const files = readdirSync(join(root, abi)).filter((name) => CONTRACTS.some((known) => name === `${known}.json`));
    await execa(process.execPath, [typegen, join(outputRoot, output), ...files.map((name) => join(root, abi, name))]);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await generateCodecs();
