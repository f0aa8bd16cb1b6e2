import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Abi,
  type Address,
  createPublicClient,
  createTestClient,
  createWalletClient,
  getAddress,
  http,
  zeroAddress,
} from 'viem';
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts';
import { parseConfig } from '../config/tributary-config.js';
import { type Anvil } from '../local/chains/anvil.js';
import { freePort } from '../local/postgres/embedded.js';
import { startTestAnvil } from '../test/support/anvil.js';
import { DeployError, deployReference, renderChainYaml, USUAL_DELAYS } from './deploy.js';
import {
  assetRegistryAbi,
  contributionTasksAbi,
  payoutVaultAbi,
  testTokenAbi,
  usageMeterAbi,
} from './generated/abis.js';

const CHAIN_ID = 424_242;

describe('deployReference', () => {
  let node: Anvil;
  const privateKey = generatePrivateKey();
  const deployer = privateKeyToAddress(privateKey);

  beforeAll(async () => {
    node = await startTestAnvil({ chainId: CHAIN_ID });
    const tester = createTestClient({ mode: 'anvil', transport: http(node.url) });
    await tester.setBalance({ address: deployer, value: 10n ** 18n });
  });
  afterAll(() => node?.stop());

  it('puts registry, vault, meter and test tokens on a chain, with a key of its own', async () => {
    const steps: string[] = [];
    const deployment = await deployReference({
      rpc: node.url,
      deployer: { privateKey },
      feePpm: 25_000,
      testTokens: [
        { name: 'Test Dollar', symbol: 'tUSD', decimals: 6 },
        { name: 'Test Ether', symbol: 'tETH', decimals: 18 },
      ],
      onStep: (step) => steps.push(step),
    });
    const { registry, meter, vault, tokens } = deployment;
    expect(deployment).toMatchObject({ chainId: CHAIN_ID, deployer });
    expect(tokens).toMatchObject([
      { symbol: 'tUSD', decimals: 6 },
      { symbol: 'tETH', decimals: 18 },
    ]);
    expect(deployment.firstBlock).toBe(registry.block);
    expect(meter.block).toBeGreaterThan(vault.block);
    expect(steps).toHaveLength(12);
    for (const word of ['AssetRegistry', 'PayoutVault', 'UsageMeter', 'ContributionTasks', 'tUSD', 'tETH']) {
      expect(steps.filter((step) => step.startsWith(word))).toHaveLength(2);
    }

    const reader = createPublicClient({ transport: http(node.url) });
    const meterSays = (functionName: 'registry' | 'vault' | 'treasury' | 'owner' | 'feePpm'): Promise<unknown> =>
      reader.readContract({ address: meter.address, abi: usageMeterAbi, functionName });
    expect(await meterSays('registry')).toBe(getAddress(registry.address));
    expect(await meterSays('vault')).toBe(getAddress(vault.address));
    expect(await meterSays('treasury')).toBe(getAddress(deployer));
    expect(await meterSays('owner')).toBe(getAddress(deployer));
    expect(await meterSays('feePpm')).toBe(25_000);
    expect(
      await reader.readContract({ address: registry.address, abi: assetRegistryAbi, functionName: 'assetCount' }),
    ).toBe(0n);
    expect(
      await reader.readContract({ address: tokens[1]!.address, abi: testTokenAbi, functionName: 'decimals' }),
    ).toBe(18);
  });

  it('gives every role to the deployer and takes the usual time, unless told otherwise', async () => {
    const reader = createPublicClient({ transport: http(node.url) });
    const [arbiter, operator] = [`0x${'a1'.repeat(20)}`, `0x${'b2'.repeat(20)}`] as const;
    const asked = {
      arbiter,
      operator,
      delays: { splitNotice_s: 1, holdWindow_s: 2, withdrawalDelay_s: 3, activationDelay_s: 4 },
    };
    const usual = { arbiter: deployer, operator: deployer, delays: USUAL_DELAYS };
    for (const { options, expected } of [
      { options: {}, expected: usual },
      { options: asked, expected: asked },
    ]) {
      const { registry, meter, vault, tasks } = await deployReference({
        rpc: node.url,
        deployer: { privateKey },
        ...options,
      });
      const { splitNotice_s, holdWindow_s, withdrawalDelay_s, activationDelay_s } = expected.delays;
      const says = (contract: { address: Address }, abi: Abi, ...names: string[]): Promise<unknown[]> =>
        Promise.all(names.map((functionName) => reader.readContract({ address: contract.address, abi, functionName })));
      expect(await says(registry, assetRegistryAbi, 'owner', 'arbiter', 'splitNotice')).toEqual([
        deployer,
        getAddress(expected.arbiter),
        BigInt(splitNotice_s),
      ]);
      expect(await says(meter, usageMeterAbi, 'arbiter', 'holdWindow', 'withdrawalDelay')).toEqual([
        getAddress(expected.arbiter),
        BigInt(holdWindow_s),
        BigInt(withdrawalDelay_s),
      ]);
      expect(await says(vault, payoutVaultAbi, 'owner', 'operator', 'activationDelay')).toEqual([
        deployer,
        getAddress(expected.operator),
        BigInt(activationDelay_s),
      ]);
      expect(await says(tasks, contributionTasksAbi, 'registry')).toEqual([getAddress(registry.address)]);
    }
  });

  it('prints what tributary.yaml needs, with the endpoint left in the environment', async () => {
    const deployment = await deployReference({ rpc: node.url, deployer: { privateKey } });
    const yaml = renderChainYaml(deployment, { name: 'Base: "test"', rpc: '${BASE_RPC}', finality_blocks: 200 });
    const text = `database: postgres://127.0.0.1/tributary\nchains:\n${yaml}`;
    const config = parseConfig(text, 'tributary.yaml', { BASE_RPC: node.url });
    expect(config.chains).toMatchObject([
      {
        id: CHAIN_ID,
        name: 'Base: "test"',
        rpc: [node.url],
        finality: 200,
        contracts: [
          { adapter: 'reference', address: deployment.registry.address, firstBlock: deployment.registry.block },
          { adapter: 'reference', address: deployment.meter.address, firstBlock: deployment.meter.block },
          { adapter: 'reference', address: deployment.vault.address, firstBlock: deployment.vault.block },
          { adapter: 'reference', address: deployment.tasks.address, firstBlock: deployment.tasks.block },
        ],
      },
    ]);
  });

  it('says in one sentence that an endpoint does not answer', async () => {
    const rpc = `http://127.0.0.1:${await freePort()}`;
    await expect(deployReference({ rpc, deployer: { privateKey } })).rejects.toThrow(
      /^The endpoint does not answer: [^\n]+\.$/,
    );
  });

  it('says in one sentence that the deployer cannot pay', async () => {
    const poor = deployReference({ rpc: node.url, deployer: { privateKey: generatePrivateKey() } });
    await expect(poor).rejects.toThrow(DeployError);
    await expect(poor).rejects.toThrow(/^AssetRegistry cannot be sent to chain 424242 from 0x\w+: [^\n]+\.$/);
  });

  it('says that a transaction was refused', async () => {
    const [unlocked] = await createWalletClient({ transport: http(node.url) }).getAddresses();
    await expect(
      deployReference({ rpc: node.url, deployer: { unlocked: unlocked! }, treasury: zeroAddress }),
    ).rejects.toThrow(/UsageMeter/);
  });

  it('never repeats a key that is none', async () => {
    const bad = `0x${'ff'.repeat(32)}` as const;
    const failed = deployReference({ rpc: node.url, deployer: { privateKey: bad } });
    await expect(failed).rejects.toThrow(/private key/);
    await expect(failed).rejects.not.toThrow(/ffff/);
  });

  it('gives up on a transaction that is not mined before the deadline', async () => {
    const idle = await startTestAnvil({ chainId: CHAIN_ID, mining: 'none' });
    try {
      const [unlocked] = await createWalletClient({ transport: http(idle.url) }).getAddresses();
      await expect(
        deployReference({ rpc: idle.url, deployer: { unlocked: unlocked! }, deadline_ms: 300 }),
      ).rejects.toThrow(/is not mined within 0.3 s, but may be later/);
    } finally {
      await idle.stop();
    }
  });
});
