import { afterAll, afterEach, beforeAll, expect, it, jest } from '@jest/globals';
import { parseConfig } from '../../../config/tributary-config.js';
import { type Anvil, startAnvil } from '../../../local/chains/anvil.js';
import { createProgram } from '../program.js';
import { runProgram } from '../run-program.js';

const DEV_ACCOUNT = '0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266';
let node: Anvil;

beforeAll(async () => {
  node = await startAnvil({ chainId: 4242, mining: 'automine' });
});
afterAll(() => node.kill());
afterEach(() => {
  jest.restoreAllMocks();
});

it('prints an entry with which the chain can be followed', async () => {
  let output = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => ((output += String(text)), true));
  jest.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const args = ['deploy', '--rpc', node.url, '--unlocked', DEV_ACCOUNT, '--name', 'My chain', '--test-tokens'];
  expect(await runProgram(createProgram(), args)).toBe(0);
  expect(output).toMatch(/^# test token USDC: 0x[0-9a-fA-F]{40}\n/);
  const config = parseConfig(`database: postgres://x\nchains:\n${output}`, 'tributary.yaml', {});
  expect(config.chains).toHaveLength(1);
  expect(config.chains[0]).toMatchObject({ id: 4242, name: 'My chain', rpc: [node.url] });
  expect(config.chains[0]!.contracts).toHaveLength(4);
});
