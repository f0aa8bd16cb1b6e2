import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { execa } from 'execa';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../../../config/tributary-config.js';
import { deployReference } from '../../../contracts/deploy.js';
import { adaptersOf } from '../../../indexer/adapters/adapters.js';
import { type Anvil, startAnvil } from '../../../local/chains/anvil.js';
import { Rpc } from '../../../local/chains/rpc.js';
import { temporaryFolder } from '../../../test/support/folder.js';
import { createProgram } from '../program.js';
import { runProgram } from '../run-program.js';

jest.setTimeout(90_000);

const ATELIER = '0x5fbdb2315678afecb367f032d93f642f64180aa3';
const DEV_ACCOUNT = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
const ABI = 'examples/atelier/Atelier.json';

let node: Anvil;
let out: string;
let output = '';
let errors = '';

beforeAll(async () => {
  node = await startAnvil({ chainId: 4242, mining: 'automine' });
  await execa(process.execPath, ['examples/atelier/story.mjs', node.url]);
});
afterAll(() => node.kill());
beforeEach(() => {
  out = temporaryFolder('tributary-init-');
  [output, errors] = ['', ''];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((output += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => ((errors += String(text)), true));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(out, { recursive: true, force: true });
});

function init(...args: string[]): Promise<number> {
  const given = args.includes('--rpc') ? [] : ['--rpc', node.url];
  return runProgram(createProgram(), ['init', '--out', out, ...given, ...args]);
}

/** What was said at last on stderr, where progress goes too. */
const complaint = (): string => errors.trimEnd().split('\n').at(-1)!;

it("drafts the mapping of somebody else's registry, which reads all its events", async () => {
  expect(await init('--contract', ATELIER, '--abi', ABI)).toBe(0);
  expect(output).toContain("Chain 4242; the contract's first block is 1, the head 8.");
  for (const [event, seen, proposed] of [
    ['WorkCreated(uint256,address,bytes32,uint8,string)', 3, 'AssetRegistered'],
    ['SourcesDeclared(uint256,uint256[])', 1, 'ParentLinked'],
    ['RatesAgreed(uint256,uint16[])', 1, 'joined with SourcesDeclared'],
    ['WorkUsed(uint256,address,bytes32,uint256)', 3, 'UsageRecorded'],
    ['PeoplePaid(uint256,uint256[],address[],uint256[])', 3, 'RevenuePaid'],
    ['Transfer(address,address,uint256)', 4, 'AssetTransferred'],
    ['CurrencyAccepted(address,bytes32,uint8)', 1, 'TokenDescribed'],
  ] as const) {
    expect(
      output
        .split('\n')
        .find((line) => line.startsWith(event))
        ?.split(/\s{2,}/),
    ).toEqual([event, String(seen), proposed]);
  }
  expect(output).toContain(
    'Trial over blocks 1 to 8: 16 logs, of which 12 mapped, 4 ignored, 0 unmapped, 0 undecodable.',
  );
  expect(readdirSync(out).sort()).toEqual(['atelier.abi.json', 'atelier.tributary.yaml', 'atelier.yaml']);
  const config = loadConfig(join(out, 'atelier.tributary.yaml'), { DATABASE_URL: 'postgres://x' });
  const [chain] = config.chains;
  expect(chain).toMatchObject({ id: 4242, rpc: [node.url] });
  expect(chain!.contracts).toEqual([{ adapter: join(out, 'atelier.yaml'), address: ATELIER, firstBlock: 1 }]);
  expect(Object.keys(adaptersOf(chain!.contracts))).toContain('atelier');
});

it('replaces nothing that is there, unless it is told to', async () => {
  expect(await init('--contract', ATELIER, '--abi', ABI)).toBe(0);
  const before = readFileSync(join(out, 'atelier.yaml'), 'utf8');
  expect(await init('--contract', ATELIER)).toBe(0);
  expect(await init('--contract', ATELIER, '--name', 'atelier')).toBe(1);
  expect(complaint()).toContain('are there already; replace with --force, or choose another --out or --name.');
  expect(readFileSync(join(out, 'atelier.yaml'), 'utf8')).toBe(before);
  expect(await init('--contract', ATELIER, '--name', 'atelier', '--force')).toBe(0);
  expect(readFileSync(join(out, 'atelier.yaml'), 'utf8')).not.toBe(before);
});

it('without an ABI maps what is well known, and counts the rest by topic', async () => {
  expect(await init('--contract', ATELIER)).toBe(0);
  expect(output).toContain('16 logs, of which 1 mapped, 3 ignored, 12 unmapped, 0 undecodable.');
  expect(output).toMatch(/3 x topic 0x[0-9a-f]{64} is not known/);
});

it('knows the contracts of this repository, which need no mapping', async () => {
  const deployer = { unlocked: DEV_ACCOUNT } as const;
  const { registry, meter } = await deployReference({ rpc: node.url, deployer });
  for (const { address, block } of [registry, meter]) {
    const name = `at-${block}`;
    expect(await init('--contract', address, '--abi', 'abi/reference/AssetRegistry.json', '--name', name)).toBe(0);
    const config = loadConfig(join(out, `${name}.tributary.yaml`), { DATABASE_URL: 'postgres://x' });
    expect(config.chains[0]!.contracts).toEqual([
      { adapter: 'reference', address: address.toLowerCase(), firstBlock: block },
    ]);
  }
});

it('says in one sentence what it cannot do', async () => {
  expect(await init('--contract', `0x${'1'.repeat(40)}`)).toBe(1);
  expect(complaint()).toBe(`There is no contract at 0x${'1'.repeat(40)} on chain 4242; correct --contract or --rpc.`);
  expect(await init('--contract', ATELIER, '--rpc', 'http://127.0.0.1:1')).toBe(1);
  expect(complaint()).toMatch(/^The endpoint does not answer \(.*\); correct --rpc\.$/);
  expect(await init('--contract', ATELIER, '--abi', 'nowhere.json')).toBe(2);
  expect(complaint()).toBe('--abi: nowhere.json cannot be read; give the path of an ABI file.');
});

it('without old state says so, and takes the first block from whoever knows it', async () => {
  const pruned = await startAnvil({ chainId: 4243, mining: 'automine', keptStates: 2 });
  try {
    await execa(process.execPath, ['examples/atelier/story.mjs', pruned.url]);
    await new Rpc(pruned.url).ask('anvil_mine', ['0x40']);
    expect(await init('--rpc', pruned.url, '--contract', ATELIER, '--abi', ABI)).toBe(1);
    expect(complaint()).toMatch(
      /^The endpoint has no state of block \d+ \(.*\), so the first block cannot be searched: use an archive endpoint, or say the block with --first-block\.$/,
    );
    expect(await init('--rpc', pruned.url, '--contract', ATELIER, '--abi', ABI, '--first-block', '1')).toBe(0);
    expect(output).toContain('Trial over blocks 1 to 72: 16 logs');
  } finally {
    await pruned.kill();
  }
});
