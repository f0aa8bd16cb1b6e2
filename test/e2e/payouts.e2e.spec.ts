import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { Address, Hex } from 'viem';
import { payoutVaultAbi, testTokenAbi } from '../../contracts/generated/abis.js';
import { LOCAL_OPERATOR_KEY } from '../../local/chains/local-chains.js';
import { mineAt } from '../../local/chains/rpc.js';
import { closeIntervals, headsOf, mineBlocks, timeOf } from '../support/economy.js';
import { type Deployment, startDeployment } from '../support/system.js';
import { tributary } from '../support/tributary.js';
import { until } from '../support/until.js';
import { startSmallEconomy, type SmallEconomy } from './small-economy.js';
import { verificationFailures } from './verify-system.js';

const ACTIVATION_s = 10;

interface Proof {
  vault: Address;
  epoch: number;
  cumulative: string;
  claimed: string;
  claimable: string;
  token: { address: Address };
  proof: Hex[];
}

/** What the script that shares nothing with the service prints. */
async function recomputed(
  { chains }: Deployment,
  vault: string,
  mark_s: number,
  remoteMark_s: number,
): Promise<string> {
  const script = 'examples/recompute-root/recompute-root.mjs';
  const marks = ['--mark', String(mark_s), '--remote-mark', String(remoteMark_s), '--interval', '60'];
  const followed = chains.flatMap(({ id, rpc, contracts }) => ['--chain', [id, rpc, ...contracts].join()]);
  const { stdout } = await execa(process.execPath, [script, '--vault', vault, ...marks, ...followed]);
  return stdout;
}

/** From earnings on two chains to money in a contributor's hands. */
describe('payouts of an economy', () => {
  let small: SmallEconomy;
  let deployment: Deployment;
  let bob: Address;

  const catchUp = async (): Promise<number> => {
    const mark_s = await closeIntervals(small.economy.chains);
    await deployment.untilFolded(await headsOf(small.economy.chains), 120_000);
    await Promise.all(deployment.chains.map(({ id }) => deployment.untilSettled(id, mark_s)));
    return mark_s;
  };
  const payout = (command: string, ...more: string[]) =>
    tributary(
      'payout',
      command,
      '--config',
      deployment.configPath,
      '--vault',
      small.one.vault,
      '--chain',
      '7201',
      ...more,
    );
  const publish = async (...more: string[]) => {
    process.env['OPERATOR_KEY'] = LOCAL_OPERATOR_KEY;
    try {
      return await payout('publish', ...more);
    } finally {
      delete process.env['OPERATOR_KEY'];
    }
  };
  const newestEpoch = async () => {
    const { payoutEpochs } = await deployment.graphql<{
      payoutEpochs: { edges: { node: { epoch: number; root: string; check: string; active: boolean } }[] };
    }>(
      `{ payoutEpochs(vault: "${small.one.vault}", first: 1) { edges { node { epoch root check active finding } } } }`,
    );
    return payoutEpochs.edges[0]?.node;
  };
  const untilChecked = (epoch: number) =>
    until(`epoch ${epoch} to be checked`, async () => {
      const found = await newestEpoch();
      return found?.epoch === epoch && found.check !== 'UNCHECKED' ? found : undefined;
    });
  const proofOf = async (contributor: Address): Promise<Proof | undefined> => {
    const { payoutProofs } = await deployment.graphql<{ payoutProofs: Proof[] }>(
      `{ payoutProofs(contributor: "${contributor}", vault: "${small.one.vault}") {
        vault epoch cumulative claimed claimable token { address } proof } }`,
    );
    return payoutProofs.find(({ token }) => token.address === small.one.token.toLowerCase());
  };
  const claim = ({ token, cumulative, proof }: Proof) =>
    small.one.call(small.one.people[0]!, small.one.vault, payoutVaultAbi, 'claim', [
      ...[bob, token.address, BigInt(cumulative), proof],
    ]);
  const holds = (who: Address): Promise<bigint> =>
    small.one.client.readContract({
      address: small.one.token,
      abi: testTokenAbi,
      functionName: 'balanceOf',
      args: [who],
    });
  /** Lets the newest root become active, final and folded. */
  const passDelay = async (): Promise<void> => {
    const [one] = small.economy.chains;
    await mineAt(one.rpc, (await timeOf(one)) + ACTIVATION_s);
    await mineBlocks(one, 1);
    await deployment.untilFolded(await headsOf(small.economy.chains));
  };

  beforeAll(async () => {
    small = await startSmallEconomy('payouts', [7201, 7202]);
    bob = small.one.people[2]!;
    await small.one.use(small.home, 3_000_001n);
    await small.one.use(small.away, 1_234_567n);
    await small.two.use(small.away, 2_000_003n);
    deployment = await startDeployment({ chains: small.economy.followed });
    await catchUp();
    await deployment.untilServing();
  }, 240_000);
  afterAll(async () => {
    await deployment?.stop();
    await small?.economy.stop();
  }, 60_000);

  it('comes to the root that a script computes from the raw logs alone, at any marks', async () => {
    const latest = await deployment.query<{ mark_s: string; remote_mark_s: string }>(
      `SELECT c.closed_to_s AS mark_s, s.settled_to_s AS remote_mark_s
       FROM fold.checkpoint c JOIN ledger.settlement s ON s.vault_chain_id = c.chain_id WHERE c.chain_id = 7201`,
    );
    const [mark_s, remoteMark_s] = [Number(latest[0]!.mark_s), Number(latest[0]!.remote_mark_s)];
    const roots = new Set<string>();
    for (const [mark, remote] of [
      [mark_s, remoteMark_s],
      [mark_s - 1_500, remoteMark_s],
      [mark_s, remoteMark_s - 1_500],
    ] as const) {
      const { output } = await payout('root', '--mark', String(mark), '--remote-mark', String(remote));
      const root = /^root +(0x[0-9a-f]{64})$/m.exec(output)![1]!;
      const leaves = /^leaves +(\d+)$/m.exec(output)![1]!;
      expect(await recomputed(deployment, `7201:${small.one.vault}`, mark, remote)).toBe(
        `${root} over ${leaves} leaves`,
      );
      roots.add(root);
    }
    expect(roots.size).toBe(3);
  }, 120_000);

  it('publishes a root that the ledger finds right, and that the vault pays by, once', async () => {
    const published = await publish();
    expect(published.output).toContain('Published as epoch 1');
    expect(published.code).toBe(0);
    expect((await publish()).output).toContain('Epoch 1 says the same already');
    await untilChecked(1);
    await passDelay();
    expect(await newestEpoch()).toMatchObject({ epoch: 1, check: 'AGREES', active: true });

    const proof = (await proofOf(bob))!;
    expect(BigInt(proof.claimable)).toBeGreaterThan(0n);
    const before = await holds(bob);
    await claim(proof);
    expect((await holds(bob)) - before).toBe(BigInt(proof.cumulative));
    await expect(claim(proof)).rejects.toThrow();
    await deployment.untilFolded(await headsOf(small.economy.chains));
    expect(await proofOf(bob)).toMatchObject({ claimed: proof.cumulative, claimable: '0' });
    const { contributor } = await deployment.graphql<{
      contributor: { balances: { vault: string; token: { address: string }; claimed: string; claimable: string }[] };
    }>(`{ contributor(address: "${bob}") { balances { vault token { address } claimed claimable } } }`);
    expect(contributor.balances).toContainEqual({
      ...{ vault: small.one.vault.toLowerCase(), token: proof.token },
      ...{ claimed: proof.cumulative, claimable: '0' },
    });
  }, 120_000);

  it('pays what was earned since by the next root, and its difference only', async () => {
    await small.one.use(small.home, 5_000_000n);
    await catchUp();
    expect((await publish()).output).toContain('Published as epoch 2');
    await untilChecked(2);
    await passDelay();
    const proof = (await proofOf(bob))!;
    expect(BigInt(proof.claimable)).toBeGreaterThan(0n);
    const before = await holds(bob);
    await claim(proof);
    expect((await holds(bob)) - before).toBe(BigInt(proof.claimable));
    await deployment.untilFolded(await headsOf(small.economy.chains));
    expect(await verificationFailures(deployment)).toBe('');
  }, 120_000);

  it('publishes nothing lower before that was accepted, and tells of a root that is not right', async () => {
    const [row] = await deployment.query<{ contributor: string }>('SELECT contributor FROM payout.leaf LIMIT 1');
    await small.one.use(small.away, 7n);
    const mark_s = String((await catchUp()) - 60);
    await deployment.query('UPDATE payout.leaf SET amount = amount + 10 ^ 30 WHERE contributor = $1', [
      row!.contributor,
    ]);
    const refused = await publish('--mark', mark_s);
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('--accept publishes all the same');
    expect(refused.output).toContain(row!.contributor);

    const { vault, client } = small.one;
    const wrong = `0x${'ab'.repeat(32)}`;
    const args = [3, wrong, BigInt(mark_s), BigInt(mark_s), wrong];
    const operator = '0x90f79bf6eb2c4f870365e785982e1f101e93b906';
    await client.request({ method: 'anvil_impersonateAccount', params: [operator] } as never);
    await small.one.call(operator, vault, payoutVaultAbi, 'publishRoot', args);
    expect(await untilChecked(3)).toMatchObject({ check: 'DIFFERS', root: wrong });
    await passDelay();
    expect(await proofOf(bob)).toBeUndefined();
    expect(await verificationFailures(deployment)).toContain('published payout roots are what the ledger says');
  }, 120_000);
});
