import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { inheritedEnvironment } from '../../config/environment.js';
import { EXIT } from '../../indexer/exit-codes.js';
import { anvilBinary } from '../../local/chains/anvil.js';
import { freePort, removeCluster } from '../../local/postgres/embedded.js';
import { temporaryFolder } from '../support/folder.js';
import { ManagedProcess } from '../support/managed-process.js';
import { compiled } from '../support/program.js';
import { until } from '../support/until.js';

jest.setTimeout(120_000);

const DOCUMENT = readFileSync('docs/bring-your-own-registry.md', 'utf8');
const example = (file: string): string => readFileSync(join('examples/atelier', file), 'utf8');

/** The document's blocks of a language, in order. */
function blocks(language: string): string[] {
  return [...DOCUMENT.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map((match) => match[1]!);
}

const [anvil, story, init, start, ask, prove] = blocks('sh').map((line) => line.trim()) as [string, ...string[]];

let folder: string;
let node: ChildProcess;
let nodePort: number;
let port: number;
let run: ManagedProcess;

beforeAll(async () => {
  folder = temporaryFolder('tributary-own-registry-');
  [nodePort, port] = [await freePort(), await freePort()];
});
afterAll(async () => {
  await run?.stop();
  node?.kill('SIGKILL');
  const state = join(folder, 'state');
  for (const name of existsSync(state) ? readdirSync(state) : []) {
    if (name.startsWith('postgres')) await removeCluster(join(state, name));
  }
  rmSync(folder, { recursive: true, force: true });
});

/** A command's arguments after `words`, with this test's ports. */
function argumentsOf(command: string | undefined, ...words: string[]): string[] {
  const parts = command!
    .replaceAll('8555', String(nodePort))
    .replaceAll('4001', String(port))
    .match(/'[^']*'|\S+/g)!;
  expect(parts.slice(0, words.length)).toEqual(words);
  return parts.slice(words.length).map((part) => part.replaceAll("'", ''));
}

describe('docs/bring-your-own-registry.md, command by command', () => {
  it('shows the files of the example as they are', () => {
    expect(blocks('yaml')[0]).toBe(example('mapping.yaml'));
    expect(blocks('graphql')).toEqual([example('question.graphql')]);
  });

  it('1: a chain with a history', async () => {
    node = spawn(anvilBinary(), argumentsOf(anvil, 'npx', 'anvil'), { stdio: 'ignore' });
    const url = `http://127.0.0.1:${nodePort}`;
    await until('the node', async () => {
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] });
      const headers = { 'content-type': 'application/json' };
      return (await fetch(url, { method: 'POST', headers, body }).catch(() => undefined))?.ok === true;
    });
    const { stdout } = await execa(process.execPath, argumentsOf(story, 'node'));
    expect(DOCUMENT).toContain(`It says \`${stdout}\``);
  });

  it('2: a first draft', async () => {
    const args = argumentsOf(init, 'npx', 'tributary');
    const { stdout } = await execa(process.execPath, [compiled('src/cli/main.js'), ...args, '--out', folder]);
    expect(stdout.split('\n\nWritten:')[0]).toBe(blocks('text')[0]!.trim());
  });

  it('4 and 5: followed and asked', async () => {
    const args = [...argumentsOf(start, 'npm', 'start', '--'), '--folder', join(folder, 'state')];
    const env = inheritedEnvironment({ DATABASE_URL: undefined, ATELIER_RPC: `http://127.0.0.1:${nodePort}` });
    run = new ManagedProcess('npm start', [compiled('local/main.js'), ...args], env);
    run.start();
    const [url, , header, , query] = argumentsOf(ask, 'curl', '--get') as [string, string, string, string, string];
    const [name, value] = header.split(': ') as [string, string];
    const file = query.replace('query@', '');
    const answer = async (): Promise<unknown> => {
      const asked = `${url}?${new URLSearchParams({ query: readFileSync(file, 'utf8') }).toString()}`;
      const response = await fetch(asked, { headers: { [name]: value } }).catch(() => undefined);
      return response?.json();
    };
    const told = JSON.parse(blocks('json')[0]!) as unknown;
    let said: unknown;
    // Blocks come one after the other; the answer changes until the last one is there.
    const isTold = async (): Promise<boolean> => JSON.stringify((said = await answer())) === JSON.stringify(told);
    await until('the answer of the document', isTold, {
      limit_ms: 90_000,
      explain: () => `${JSON.stringify(said)}\n${run.lastWords}`,
      hopeless: () => run.hasFailed,
    });
  });

  it('6: proved', async () => {
    const args = argumentsOf(prove, 'DATABASE_URL=postgres://...', 'npx', 'tributary');
    const env = {
      DATABASE_URL: /postgres:\/\/\S+/.exec(run.lastWords)![0],
      ATELIER_RPC: `http://127.0.0.1:${nodePort}`,
    };
    const { stdout } = await execa(process.execPath, [compiled('src/cli/main.js'), ...args], { env });
    expect(stdout).toContain('ok   log of chain 4242 against the chain: 16 logs');
    expect(stdout).toMatch(/All \d+ checks hold\./);
  });
});

it('a mapping that is wrong is said in one sentence before anything runs', async () => {
  const broken = example('mapping.yaml').replace('$workId }', '$workID }').replace('./Atelier.json', abiPath());
  writeFileSync(join(folder, 'mapping.yaml'), broken);
  writeFileSync(join(folder, 'tributary.yaml'), `database: postgres://nowhere\n${example('tributary.yaml')}`);
  const indexer = execa(process.execPath, [compiled('indexer/main.js'), '--config', join(folder, 'tributary.yaml')]);
  await expect(indexer).rejects.toMatchObject({
    exitCode: EXIT.MISUSED,
    stderr: `${join(folder, 'mapping.yaml')}: events.WorkCreated.means.fields.asset.assetId: expected an argument of WorkCreated, or a joined event; there is no workID; did you mean workId?`,
  });
});

const abiPath = (): string => resolve('examples/atelier/Atelier.json');
