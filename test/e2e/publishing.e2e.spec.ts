import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Address, Hex } from 'viem';
import { parse, stringify } from 'yaml';
import { payoutVaultAbi } from '../../contracts/generated/abis.js';
import { LOCAL_OPERATOR_KEY } from '../../local/chains/local-chains.js';
import { freePort } from '../../local/postgres/embedded.js';
import { mineAt } from '../../local/chains/rpc.js';
import { closeIntervals, headsOf, mineBlocks, timeOf } from '../support/economy.js';
import { LateNode } from '../support/late-node.js';
import { ManagedProcess } from '../support/managed-process.js';
import { compiled } from '../support/program.js';
import { type Deployment, startDeployment } from '../support/system.js';
import { tributary } from '../support/tributary.js';
import { until } from '../support/until.js';
import { startSmallEconomy, type SmallEconomy } from './small-economy.js';
import { verificationFailures } from './verify-system.js';

const CHAIN = 7211;
const ACTIVATION_s = 10;
const MISTAKEN = 3_000_001n;

interface Config {
  chains: { id: number; contracts: { address: string; firstBlock: number }[] }[];
}

/** A publisher that goes on by itself, while what was final turns out to have been wrong. */
describe('publishing regularly', () => {
  let small: SmallEconomy;
  let deployment: Deployment;
  let node: LateNode;
  let publisher: ManagedProcess;
  let bob: Address;
  let carol: Address;
  /** Everything the meter said before this block is to be forgotten. */
  let firstBlock: number;
  let paid: bigint;
  let granted: Map<string, bigint>;

  const catchUp = async (): Promise<void> => {
    const mark_s = await closeIntervals(small.economy.chains);
    await deployment.untilFolded(await headsOf(small.economy.chains), 120_000);
    await Promise.all(deployment.chains.map(({ id }) => deployment.untilSettled(id, mark_s)));
  };
  /** Lets the newest root become active and folded. */
  const passDelay = async (): Promise<void> => {
    const [one] = small.economy.chains;
    await mineAt(one.rpc, (await timeOf(one)) + ACTIVATION_s);
    await mineBlocks(one, 1);
    await deployment.untilFolded(await headsOf(small.economy.chains));
  };
  const says = (words: string) =>
    until(`the publisher to say "${words}"`, async () => publisher.lastWords.includes(words), {
      explain: () => `${publisher.lastWords}\n${deployment.lastWords()}`,
      hopeless: () => publisher.hasFailed,
    });
  const leavesOf = async (epoch: number): Promise<Map<string, bigint>> => {
    const rows = await until(`the leaves of epoch ${epoch}`, async () => {
      const found = await deployment.query<{ contributor: string; amount: string }>(
        `SELECT l.contributor, l.amount FROM payout.leaf l JOIN ledger.payout_root r USING (chain_id, vault, root)
         WHERE l.chain_id = $1 AND r.epoch = $2 AND l.token = $3`,
        [CHAIN, epoch, small.one.token.toLowerCase()],
      );
      return found.length > 0 && found;
    });
    return new Map(rows.map(({ contributor, amount }) => [contributor, BigInt(amount)]));
  };
  const overpaid = async (): Promise<{ reason: string; detail: string; chain: string; txHash: string }[]> => {
    const { anomalies } = await deployment.graphql<{
      anomalies: { edges: { node: { reason: string; detail: string; chain: string; txHash: string } }[] };
    }>('{ anomalies(first: 100) { edges { node { reason detail chain txHash } } } }');
    return anomalies.edges.map(({ node: found }) => found).filter(({ reason }) => reason === 'OVERPAID');
  };
  const claimAll = async (contributor: Address): Promise<bigint> => {
    const { payoutProofs } = await deployment.graphql<{
      payoutProofs: { token: { address: string }; cumulative: string; proof: Hex[] }[];
    }>(
      `{ payoutProofs(contributor: "${contributor}", vault: "${small.one.vault}") {
        token { address } cumulative proof } }`,
    );
    const { token, cumulative, proof } = payoutProofs.find(
      (one) => one.token.address === small.one.token.toLowerCase(),
    )!;
    const args = [contributor, token.address, BigInt(cumulative), proof];
    await small.one.call(small.one.people[0]!, small.one.vault, payoutVaultAbi, 'claim', args);
    return BigInt(cumulative);
  };

  beforeAll(async () => {
    small = await startSmallEconomy('publishing', [CHAIN, 7212]);
    bob = small.one.people[2]!;
    carol = small.one.people[3]!;
    await small.one.use(small.home, MISTAKEN);
    await small.one.setFee(25_000, small.one.people[0]!);
    firstBlock = await small.one.head();
    await small.one.use(small.home, 5_000n);
    deployment = await startDeployment({ chains: small.economy.followed });
    await catchUp();
    await deployment.untilServing();
    node = new LateNode(small.economy.chains[0].anvil.url, await freePort());
    const command = ['payout', 'publish', '--every', '1', '--chain', String(CHAIN), '--rpc', node.url];
    publisher = new ManagedProcess(
      'publisher',
      [compiled('src/cli/main.js'), ...command, '--config', deployment.configPath],
      { ...process.env, OPERATOR_KEY: LOCAL_OPERATOR_KEY },
    );
  }, 240_000);
  afterAll(async () => {
    await publisher?.stop();
    node?.close();
    await deployment?.stop();
    await small?.economy.stop();
  }, 60_000);

  it('waits for a node that does not answer, and publishes once it does', async () => {
    publisher.start();
    await says('It is tried again.');
    await node.open();
    await says('Published as epoch 1');
    await leavesOf(1);
    await passDelay();
    paid = await claimAll(bob);
    expect(paid).toBe((await leavesOf(1)).get(bob.toLowerCase()));
    expect(publisher.lastWords).not.toContain('Published as epoch 2');
  }, 120_000);

  it('publishes what has come since, when there is something', async () => {
    await small.one.use(small.home, 7_000n);
    await catchUp();
    await says('Published as epoch 2');
    await leavesOf(2);
    await passDelay();
    expect(await overpaid()).toEqual([]);
  }, 120_000);

  it('stops when another reading of the log lowers what was granted, and shows whom', async () => {
    granted = await leavesOf(2);
    await Promise.all([...deployment.processes, publisher].map((one) => one.stop()));
    const config = parse(readFileSync(deployment.configPath, 'utf8')) as Config;
    const meter = config.chains[0]!.contracts.find(
      ({ address }) => address === small.economy.chains[0].contracts.meter,
    )!;
    meter.firstBlock = firstBlock;
    writeFileSync(deployment.configPath, stringify(config));
    const decoded = await tributary('log', 'decode', `eip155:${CHAIN}`, '--config', deployment.configPath);
    expect(decoded).toMatchObject({ code: 0 });
    const vault = ['--vault', small.one.vault, '--chain', String(CHAIN)];
    const early = await tributary('payout', 'root', '--config', deployment.configPath, ...vault);
    expect(early).toMatchObject({ code: 1 });
    expect(early.output).toContain('was taken back below what was final');
    deployment.start();
    publisher.start();
    await says('Publishing stops here until an operator has accepted the differences');
    await says('Granted less than by epoch 2:');
    await deployment.untilServing();
    const [found, ...more] = await until('the claim to be told as overpaid', async () => {
      const all = await overpaid();
      return all.length > 0 && all;
    });
    expect(more).toEqual([]);
    expect(found).toMatchObject({ chain: `eip155:${CHAIN}` });
    expect(found!.detail).toContain(bob.toLowerCase());
    const [claim] = await deployment.query<{ tx_hash: string }>('SELECT tx_hash FROM ledger.claim');
    expect(found!.txHash).toBe(claim!.tx_hash);
    expect(await newestEpoch()).toBe(2);
  }, 180_000);

  it('goes on once an operator has accepted that, and never grants less than was claimed', async () => {
    const payout = (...more: string[]) =>
      tributary(
        'payout',
        'publish',
        '--config',
        deployment.configPath,
        '--vault',
        small.one.vault,
        '--chain',
        String(CHAIN),
        ...more,
      );
    process.env['OPERATOR_KEY'] = LOCAL_OPERATOR_KEY;
    try {
      const refused = await payout();
      expect(refused).toMatchObject({ code: 1 });
      expect(refused.output).toContain('--accept publishes all the same');
      const accepted = await payout('--accept');
      expect(accepted.output).toContain('Published as epoch 3');
    } finally {
      delete process.env['OPERATOR_KEY'];
    }
    await mineBlocks(small.economy.chains[0], 1);
    const lowered = await leavesOf(3);
    expect(lowered.get(bob.toLowerCase())).toBe(paid);
    expect(lowered.get(carol.toLowerCase())).toBeLessThan(granted.get(carol.toLowerCase())!);
    await passDelay();
    await small.one.use(small.home, 9_000n);
    await catchUp();
    await says('Published as epoch 4');
    const later = await leavesOf(4);
    expect(later.get(bob.toLowerCase())).toBe(paid);
    expect(later.get(carol.toLowerCase())).toBeGreaterThan(lowered.get(carol.toLowerCase())!);
    expect(await overpaid()).toHaveLength(1);
  }, 180_000);

  it('makes up for what was overpaid by what is earned later', async () => {
    await passDelay();
    await small.one.use(small.home, 2n * MISTAKEN);
    await catchUp();
    await says('Published as epoch 5');
    expect((await leavesOf(5)).get(bob.toLowerCase())).toBeGreaterThan(paid);
    await until('nobody to be overpaid', async () => (await overpaid()).length === 0);
    await passDelay();
    expect(await verificationFailures(deployment)).toBe('');
  }, 120_000);

  it('ends when it is asked to', async () => {
    expect(await publisher.endsWithin(10_000)).toBe(true);
    expect(publisher.lastWords).toContain('stopped.');
  });

  async function newestEpoch(): Promise<number> {
    const { epoch } = await small.one.client.readContract({
      ...{ address: small.one.vault, abi: payoutVaultAbi, functionName: 'newestRoot' },
    });
    return epoch;
  }
});
