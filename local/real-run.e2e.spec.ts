import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { renderChainYaml, deployReference } from '../contracts/deploy.js';
import { inheritedEnvironment } from '../config/environment.js';
import { ManagedProcess } from '../test/support/managed-process.js';
import { startTestPostgres } from '../test/support/postgres.js';
import { compiled } from '../test/support/program.js';
import { until } from '../test/support/until.js';
import { type Anvil, startAnvil } from './chains/anvil.js';
import { freePort, removeCluster } from './postgres/embedded.js';
import { temporaryFolder } from '../test/support/folder.js';

let folder: string;
let node: Anvil;
let config: string;

beforeAll(async () => {
  folder = temporaryFolder('tributary-real-');
  node = await startAnvil({ chainId: 777, mining: 'automine' });
  const deployment = await deployReference({
    rpc: node.url,
    deployer: { unlocked: '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266' },
  });
  config = join(folder, 'tributary.yaml');
  const chain = renderChainYaml(deployment, { name: 'Somebody else', rpc: '${THEIR_RPC}', finality_blocks: 2 });
  writeFileSync(config, `chains:\n${chain}`);
}, 30_000);

afterAll(async () => {
  await node?.kill();
  for (const name of existsSync(join(folder, 'state')) ? readdirSync(join(folder, 'state')) : []) {
    if (name.startsWith('postgres')) await removeCluster(join(folder, 'state', name));
  }
  rmSync(folder, { recursive: true, force: true });
});

const environment = (more: Record<string, string | undefined>): NodeJS.ProcessEnv =>
  inheritedEnvironment({ DATABASE_URL: undefined, THEIR_RPC: node.url, ...more });

/** Runs `npm start -- --config`, looks at it, and stops it. */
async function follow(env: NodeJS.ProcessEnv, look: (port: number, words: () => string) => Promise<void>) {
  const port = await freePort();
  const args = ['--config', config, '--folder', join(folder, 'state'), '--port', String(port)];
  const run = new ManagedProcess('npm start', [compiled('local/main.js'), ...args], env);
  run.start();
  try {
    const explain = (): string => run.lastWords;
    await until('the run', async () => /Following Somebody else[^]*Postgres {4}\S+\n/.test(run.lastWords), {
      explain,
      hopeless: () => run.hasFailed,
    });
    await look(port, explain);
  } finally {
    await run.stop();
  }
  return run.lastWords;
}

const served = (port: number) =>
  until('the chain in GraphQL', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ chains { name headBlock } }' }),
    });
    const { data } = (await response.json()) as { data: { chains: { name: string; headBlock: number | null }[] } };
    return data.chains.some(({ name, headBlock }) => name === 'Somebody else' && headBlock !== null);
  });

it('follows the chains of a configuration, with a Postgres of its own where none is named', async () => {
  const words = await follow(environment({}), async (port, said) => {
    expect(said()).toMatch(/Postgres runs on port \d+/);
    expect(said()).not.toContain('history');
    await served(port);
  });
  expect(words).toContain('Stopped.');
}, 90_000);

it('uses the database of DATABASE_URL where it is set', async () => {
  const postgres = await startTestPostgres();
  try {
    await follow(environment({ DATABASE_URL: postgres.url }), async (port, said) => {
      expect(said()).not.toContain('Postgres runs');
      expect(said()).toContain(postgres.url);
      await served(port);
    });
  } finally {
    await postgres.stop();
  }
}, 90_000);

it('says in one sentence what is wrong with a configuration', async () => {
  const run = new ManagedProcess('npm start', [
    compiled('local/main.js'),
    ...[
      '--config',
      join(folder, 'nowhere.yaml'),
      '--folder',
      join(folder, 'state'),
      '--port',
      String(await freePort()),
    ],
  ]);
  run.start();
  await until('its end', async () => !run.isRunning);
  expect(run.lastWords.trim()).toMatch(
    /nowhere\.yaml: cannot be read; give the path of a tributary\.yaml with --config\.$/,
  );
});
