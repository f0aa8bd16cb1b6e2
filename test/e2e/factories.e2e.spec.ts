import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from 'viem';
import { stringify } from 'yaml';
import { indexerProcess, readLog, waitForLog } from '../support/indexer.js';
import type { ManagedProcess } from '../support/managed-process.js';
import { startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { Puppets, writePuppetMapping } from '../support/puppets.js';
import { ReferenceChain } from '../support/reference-chain.js';
import { until } from '../support/until.js';

const CHAIN = 7501;
const FINALITY = 8;
/** More than the history reader asks for at first. */
const MANY_BLOCKS = 2_100;

/** Contracts that a factory announces are read from the announcing log on: live, through forks, and from history. */
describe('contracts that a contract announces', () => {
  let folder: string;
  let chain: ReferenceChain;
  let puppets: Puppets;
  let first: Address;
  let live: TestPostgres;
  let late: TestPostgres;
  let indexer: ManagedProcess;
  const running: ManagedProcess[] = [];
  /** What has to be in the log, in order. */
  const counted: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tributary-factories-'));
    writePuppetMapping(join(folder, 'puppets.yaml'));
    [chain, live, late] = await Promise.all([
      ReferenceChain.start(CHAIN, { genesisTime_s: 1_790_000_000 }),
      startTestPostgres(),
      startTestPostgres(),
    ]);
    puppets = await Puppets.on(chain);
    indexer = follow(live, 'rpc');
  }, 120_000);
  afterEach(() => reached(live));
  afterAll(async () => {
    await Promise.all(running.map((process) => process.stop()));
    await Promise.all([chain?.anvil.stop(), live?.stop(), late?.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('are read from the log after the announcing one on, within a transaction and without one', async () => {
    first = await puppets.debut('debut');
    counted.push('debut');
    const stray = await puppets.make();
    await puppets.say(stray, 'before it is announced');
    await puppets.announce(stray);
    await say(stray, 'announced');
    await puppets.announce(stray);
    await say(stray, 'announced twice');
    await reached(live);
    expect(await said(live)).toEqual(counted);
  }, 60_000);

  it('are known after the indexer was killed', async () => {
    await indexer.kill();
    await say(first, 'while it was away');
    indexer.start();
    await reached(live);
    await say(first, 'while it was there');
    await reached(live);
    expect(await said(live)).toEqual(counted);
  }, 60_000);

  it('go with the fork that takes their announcement, and come with a new one on the other branch', async () => {
    const [again, gone] = [await puppets.make(), await puppets.make()];
    await puppets.announce(again);
    await puppets.announce(gone);
    await puppets.say(again, 'on the branch that goes');
    await puppets.say(gone, 'on the branch that goes');
    await reached(live);
    await chain.reorg(4);
    await puppets.say(again, 'before its new announcement');
    await puppets.announce(again);
    await say(again, 'after its new announcement');
    await puppets.say(gone, 'never announced');
    await chain.mine(1);
    await reached(live);
    expect(await said(live)).toEqual(counted);
  }, 60_000);

  it('are read from history by who comes late and is killed, though announced in ranges asked for at once', async () => {
    for (const name of ['one', 'two']) {
      await chain.mine(MANY_BLOCKS);
      const puppet = await puppets.make();
      await puppets.announce(puppet);
      await say(puppet, `late ${name}`);
      await say(first, `with ${name}`);
    }
    await chain.mine(FINALITY + 5);
    const reader = follow(late, 'gateway');
    await until('a first batch', async () => (await readLog(late.url, CHAIN)).headBlock >= 0);
    await reader.kill();
    reader.start();
    await Promise.all([reached(late), reached(live)]);
    expect(await said(late)).toEqual(counted);
    expect(await readLog(late.url, CHAIN)).toEqual(await readLog(live.url, CHAIN));
  }, 120_000);

  async function say(puppet: Address, text: string): Promise<void> {
    await puppets.say(puppet, text);
    counted.push(text);
  }

  function follow({ url: database }: TestPostgres, history: string): ManagedProcess {
    const path = join(folder, `${history}.yaml`);
    const contracts = [{ adapter: './puppets.yaml', address: puppets.factory, firstBlock: 0 }];
    const entry = {
      id: CHAIN,
      name: 'Puppets',
      rpc: [chain.anvil.url],
      history,
      finality: FINALITY,
      pollIntervalMs: 50,
    };
    writeFileSync(path, stringify({ interval: 60, database, chains: [{ ...entry, contracts }] }));
    const process = indexerProcess(path, CHAIN);
    running.push(process);
    process.start();
    return process;
  }

  async function reached({ url }: TestPostgres): Promise<void> {
    const { number, hash } = await chain.client.getBlock();
    const explain = (): string => running.map(({ lastWords }) => lastWords).join('\n');
    await waitForLog(url, { chain: CHAIN, block: Number(number), hash }, { explain });
  }

  async function said({ url }: TestPostgres): Promise<unknown[]> {
    const { events } = await readLog(url, CHAIN);
    return events
      .filter(({ kind }) => kind === 'TokenDescribed')
      .map(({ payload }) => (payload as { symbol: string }).symbol);
  }
});
