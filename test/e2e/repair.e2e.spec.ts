import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Address } from 'viem';
import { type AssetRef, ReferenceChain } from '../support/reference-chain.js';
import { type Deployment, startDeployment } from '../support/system.js';
import { tributary } from '../support/tributary.js';
import { until } from '../support/until.js';
import { stateDigest } from './state-digest.js';
import { verificationFailures } from './verify-system.js';

const CHAIN = 7401;
const FINALITY = 4;

/** One chain is forked deeper than its finality while it is followed, and repaired. */
describe('chain repair', () => {
  let chain: ReferenceChain;
  let deployment: Deployment;
  let asset: AssetRef;

  beforeAll(async () => {
    chain = await ReferenceChain.start(CHAIN, { genesisTime_s: 1_790_000_000 });
    const [, alice, bob] = chain.people as [Address, Address, Address];
    asset = await chain.register(alice);
    await chain.shares(alice, asset, 'ANNOTATOR', { [bob]: 3n });
    await chain.split(alice, asset, { ANNOTATOR: 500_000 });
    deployment = await start();
    for (let round = 0; round < 12; round++) await chain.use(asset, 1_000_003n);
    await followed();
  }, 120_000);
  afterAll(async () => {
    await deployment?.stop();
    await chain?.anvil.stop();
  }, 60_000);

  const start = (): Promise<Deployment> =>
    startDeployment({ chains: [{ id: CHAIN, rpc: chain.anvil.url, contracts: chain.contracts, finality: FINALITY }] });
  const indexer = () => deployment.indexers.get(CHAIN)!;
  /** The fold stands where the log does, and the log where the chain does: a block's number alone tells no fork. */
  const followed = async (one = deployment): Promise<void> => {
    const { hash } = await chain.client.getBlock();
    const stands = async (): Promise<boolean> => {
      const [row] = await one.query<{ hash: string }>(
        `SELECT '0x' || encode(head_hash, 'hex') AS hash FROM log.batch JOIN fold.checkpoint USING (chain_id)
         WHERE number = last_batch AND status = 'FOLLOWING' AND number = (SELECT max(number) FROM log.batch)`,
      );
      return row?.hash === hash;
    };
    await until('the chain to be folded', stands, { explain: () => one.lastWords() });
  };
  const repair = (...args: string[]) =>
    tributary('chain', 'repair', String(CHAIN), '--config', deployment.configPath, ...args);
  const retractions = async (): Promise<number> =>
    (await deployment.query(`SELECT 1 FROM log.batch WHERE kind = 'retract'`)).length;

  it('is refused while an indexer follows the chain', async () => {
    expect(await repair('--yes')).toEqual({
      code: 1,
      output: `An indexer follows Chain ${CHAIN} (chain ${CHAIN}) and writes its log; stop that indexer first.\n`,
    });
  }, 60_000);

  it('a fork deeper than finality is noticed while the chain is followed, and halts it with the reason', async () => {
    await chain.reorg(FINALITY + 5);
    await chain.use(asset, 31_337n);
    await chain.mine(1);
    const halted = async (): Promise<boolean> => {
      indexer().start();
      const reasons = await deployment.query<{ reason: string }>(
        `SELECT reason FROM log.chain WHERE status = 'HALTED'`,
      );
      return reasons.some(({ reason }) => reason.includes('went deeper than its finality'));
    };
    await until('the chain to be halted', halted, { explain: () => deployment.lastWords() });
    await until('its process to end', async () => !indexer().isRunning);
  }, 60_000);

  it('shows what it would retract, and changes nothing unless told', async () => {
    const { code, output } = await repair();
    expect(code).toBe(0);
    expect(output).toMatch(/To be retracted: blocks \d+ to \d+ with 9 events\.\nNothing was changed/);
    expect(await retractions()).toBe(0);
  });

  it('takes the log back to the last common block, and the chain goes on', async () => {
    expect((await repair('--yes')).output).toContain('Retracted.');
    expect(await deployment.query(`SELECT status, reason FROM log.chain`)).toEqual([
      { status: 'FOLLOWING', reason: null },
    ]);
    indexer().start();
    await followed();
    expect(await retractions()).toBe(1);
    expect(await verificationFailures(deployment)).toBe('');
  }, 60_000);

  it('leaves the log and the state of a deployment that never saw the fork', async () => {
    const straight = await start();
    try {
      await followed(straight);
      expect(await stateDigest(deployment)).toEqual(await stateDigest(straight));
    } finally {
      await straight.stop();
    }
  }, 60_000);

  it('finds nothing to do where the chain has what the log holds for final', async () => {
    await indexer().stop();
    expect(await repair('--yes')).toEqual({
      code: 0,
      output: `Chain ${CHAIN}: the chain still has the log's last final block; there is nothing to repair.\n`,
    });
  }, 60_000);

  it('takes back what it is told to, to be read again', async () => {
    expect((await repair('--from', '11', '--yes')).output).toContain('To be retracted: blocks 11 to');
    expect(await deployment.query('SELECT number FROM log.hot_block')).toEqual([{ number: '10' }]);
    indexer().start();
    await followed();
    expect(await verificationFailures(deployment)).toBe('');
  }, 60_000);

  it('leaves retracted events that can be dropped, and a log that means what it says', async () => {
    await indexer().stop();
    const log = (...args: string[]) => tributary('log', ...args, '--config', deployment.configPath);
    expect((await log('decode')).output).toContain('every raw log means what the log says; there is nothing to do.');
    expect((await log('prune', '--keep-days', '0')).output).toMatch(/: \d+ retracted events can be dropped\.\nNothing/);
    expect((await log('prune', '--keep-days', '0', '--yes')).output).toMatch(/[1-9]\d* events were dropped\.\n$/);
    expect(await deployment.query('SELECT 1 FROM log.event WHERE retracted_batch IS NOT NULL')).toEqual([]);
    expect(await verificationFailures(deployment)).toBe('');
    expect(await log('prune')).toEqual({ code: 1, output: 'Say what to keep: either --before or --keep-days.\n' });
  }, 60_000);
});
