import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Hex,
  type PublicClient,
  type TestClient,
  createPublicClient,
  createTestClient,
  createWalletClient,
  http,
} from 'viem';
import { deployReference } from '../../contracts/deploy.js';
import { testTokenAbi } from '../../contracts/generated/abis.js';
import { type Anvil, PortTakenError, StateFileError, startAnvil } from './anvil.js';
import { Rpc } from './rpc.js';

const DAY_s = 86_400n;
/** What the reference contracts say when they are deployed: owners, arbiter, operator, delays and fee. */
const DEPLOYMENT_LOGS = 7;

describe('A local chain', () => {
  let folder: string;
  let nodes: Anvil[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-anvil-'));
    nodes = [];
  });
  afterEach(async () => {
    for (const node of nodes) await node.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(options: Partial<Parameters<typeof startAnvil>[0]> = {}): Promise<Anvil> {
    const node = await startAnvil({ chainId: 4_242, ...options });
    nodes.push(node);
    return node;
  }
  const reader = (node: Anvil): PublicClient =>
    createPublicClient({ transport: http(node.url), pollingInterval: 5, cacheTime: 0 });
  const tester = (node: Anvil): TestClient => createTestClient({ mode: 'anvil', transport: http(node.url) });

  it('answers with its chain id on a free port and is gone when stopped', async () => {
    const node = await start();
    expect(await reader(node).getChainId()).toBe(4_242);
    await node.stop();
    await expect(reader(node).getChainId()).rejects.toThrow();
    await node.stop();
  });

  it('is asked by who asked the one before it at the same port, whose connections are kept', async () => {
    const first = await start();
    const rpc = new Rpc(first.url);
    expect(await rpc.ask('eth_chainId')).toBe('0x1092');
    await expect(rpc.ask('eth_blockNumber', ['too', 'much'])).rejects.toThrow('eth_blockNumber was refused');
    await first.kill();
    await expect(rpc.ask('eth_chainId')).rejects.toThrow();
    await start({ port: first.port });
    expect(await rpc.askAll([['eth_chainId'], ['eth_blockNumber']])).toEqual(['0x1092', '0x0']);
  });

  it('is found again by its pid file, and started anew when it is gone', async () => {
    const pidFile = join(folder, 'run', 'chain.json');
    const first = await start({ pidFile });
    const again = await start({ pidFile });
    expect([first.reused, again.reused, again.pid, again.port]).toEqual([false, true, first.pid, first.port]);
    await first.kill();
    expect(existsSync(pidFile)).toBe(false);
    writeFileSync(pidFile, JSON.stringify({ pid: first.pid, port: first.port, chainId: 4_242 }));
    const third = await start({ pidFile, port: first.port });
    expect(third.reused).toBe(false);
    expect(third.pid).not.toBe(first.pid);
  });

  it('is not mistaken for a chain with another id, or for another program with its pid', async () => {
    const pidFile = join(folder, 'chain.json');
    const other = await start({ pidFile });
    const node = await start({ pidFile, chainId: 4_243 });
    expect([node.reused, await reader(node).getChainId()]).toEqual([false, 4_243]);
    writeFileSync(pidFile, JSON.stringify({ pid: process.pid, port: 1, chainId: 4_242 }));
    expect((await start({ pidFile })).reused).toBe(false);
    writeFileSync(pidFile, 'not what was written');
    expect((await start({ pidFile })).reused).toBe(false);
    expect(await reader(other).getChainId()).toBe(4_242);
  });

  it('says which port another program has', async () => {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    await expect(start({ port })).rejects.toThrow(new PortTakenError(port));
    await new Promise((done) => server.close(done));
  });

  it('says in its own words why it did not start', async () => {
    await expect(start({ flags: ['--no-such-flag'] })).rejects.toThrow(/did not start on port \d+: .*--no-such-flag/s);
  });

  it('lives in a process group of its own, so that ctrl-C reaches its readers first', async () => {
    const node = await start();
    expect(() => process.kill(-node.pid, 0)).not.toThrow();
  });

  describe('with a history', () => {
    const stateFile = (): string => join(folder, 'state', 'chain.json');
    const wallClock_s = (): bigint => BigInt(Math.floor(Date.now() / 1_000));

    /** Mints in blocks dated over the days before today, ten minutes apart. */
    async function past(node: Anvil, blocks: number): Promise<void> {
      const [account] = await createWalletClient({ transport: http(node.url) }).getAddresses();
      await tester(node).setAutomine(true);
      const { tokens } = await deployReference({
        rpc: node.url,
        deployer: { unlocked: account! },
        testTokens: [{ name: 'Test Dollar', symbol: 'tUSD', decimals: 6 }],
      });
      await tester(node).setAutomine(false);
      const wallet = createWalletClient({ transport: http(node.url), account: account! });
      const start_s = (await reader(node).getBlock()).timestamp;
      for (let n = 1; n <= blocks; n += 1) {
        await wallet.writeContract({
          address: tokens[0]!.address,
          abi: testTokenAbi,
          functionName: 'mint',
          args: [account!, 1n],
          chain: null,
          gas: 200_000n,
        });
        await tester(node).setNextBlockTimestamp({ timestamp: start_s + BigInt(n) * 600n });
        await tester(node).mine({ blocks: 1 });
      }
    }

    async function everything(node: Anvil): Promise<unknown> {
      const logs = await reader(node).getLogs({ fromBlock: 0n, toBlock: 'latest' });
      const head = await reader(node).getBlockNumber();
      const hashes: Hex[] = [];
      for (let n = 0n; n <= head; n += 1n) hashes.push((await reader(node).getBlock({ blockNumber: n })).hash!);
      return { logs, hashes };
    }

    async function untilBlock(node: Anvil, block: bigint): Promise<bigint> {
      const deadline = Date.now() + 15_000;
      for (;;) {
        const { number, timestamp } = await reader(node).getBlock();
        if (number! >= block) return timestamp;
        if (Date.now() > deadline) throw new Error(`The chain stays at block ${number}.`);
      }
    }

    it('dates blocks in the past, then goes on by the wall clock', async () => {
      const genesisTime_s = Number(wallClock_s() - 3n * DAY_s);
      const node = await start({ mining: 'none', genesisTime_s });
      await past(node, 20);
      const last = await reader(node).getBlock();
      expect(last.timestamp).toBeLessThan(wallClock_s() - 2n * DAY_s);
      await tester(node).setNextBlockTimestamp({ timestamp: wallClock_s() });
      await tester(node).mine({ blocks: 1 });
      await tester(node).setIntervalMining({ interval: 1 });
      const now_s = await untilBlock(node, last.number! + 3n);
      expect(now_s).toBeGreaterThan(wallClock_s() - 10n);
      expect(now_s).toBeLessThan(wallClock_s() + 10n);
    });

    it('keeps every block and log over a restart, and goes on by the wall clock', async () => {
      const genesisTime_s = Number(wallClock_s() - 3n * DAY_s);
      const options = { genesisTime_s, stateFile: stateFile() };
      const first = await start({ ...options, mining: 'none' });
      await past(first, 100);
      const before = (await everything(first)) as { logs: unknown[]; hashes: Hex[] };
      expect(before.logs).toHaveLength(DEPLOYMENT_LOGS + 100);
      await first.stop();
      const second = await start({ ...options, mining: 1 });
      const head = BigInt(before.hashes.length) - 1n;
      const now_s = await untilBlock(second, head + 1n);
      expect(now_s).toBeGreaterThan(wallClock_s() - 10n);
      await tester(second).setIntervalMining({ interval: 0 });
      const after = (await everything(second)) as { logs: unknown[]; hashes: Hex[] };
      expect(after.logs).toEqual(before.logs);
      expect(after.hashes.slice(0, before.hashes.length)).toEqual(before.hashes);
    });

    it('says that a state file was cut off', async () => {
      mkdirSync(join(folder, 'state'));
      writeFileSync(stateFile(), '{"block":{"number":"0x');
      await expect(start({ stateFile: stateFile() })).rejects.toThrow(new StateFileError(stateFile()));
    });

    it('forks back as far as it keeps states', async () => {
      const node = await start({ mining: 'none', keptStates: 16 });
      await past(node, 20);
      const before = await reader(node).getBlock();
      await tester(node).request({ method: 'anvil_reorg' as never, params: [12, []] as never });
      const after = await reader(node).getBlock();
      expect(after.number).toBe(before.number);
      expect(after.hash).not.toBe(before.hash);
      const kept = { fromBlock: before.number! - 11n, toBlock: 'latest' } as const;
      expect(await reader(node).getLogs(kept)).toEqual([]);
      const older = { fromBlock: 0n, toBlock: before.number! - 12n } as const;
      expect(await reader(node).getLogs(older)).toHaveLength(DEPLOYMENT_LOGS + 8);
    });
  });
});
