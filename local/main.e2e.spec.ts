import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ManagedProcess } from '../test/support/managed-process.js';
import { postJson } from '../test/support/post-json.js';
import { compiled } from '../test/support/program.js';
import { until } from '../test/support/until.js';
import { claimantsOf } from './economy/claims.js';
import { peopleOf } from './economy/people.js';
import { HISTORY } from './economy/plan.js';
import { freePort, removeCluster } from './postgres/embedded.js';
import { temporaryFolder } from '../test/support/folder.js';
import { isAlive } from './processes/alive.js';

/** One run after the other on the same folder, as somebody at a terminal would have them. */
describe('npm start', () => {
  let folder: string;
  let port: number;
  let run: ManagedProcess;

  beforeAll(async () => {
    folder = temporaryFolder('tributary-run-');
    port = await freePort();
  });
  afterAll(async () => {
    await run?.stop();
    await removeCluster(join(folder, 'postgres'));
    for (const pid of pids()) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  const start = (...more: string[]): ManagedProcess => {
    const args = ['--folder', folder, '--port', String(port), ...more];
    const started = new ManagedProcess('npm start', [compiled('local/main.js'), ...args]);
    started.start();
    return started;
  };

  const said = (text: string, limit_ms = 150_000) =>
    until(`"${text}"`, async () => run.lastWords.includes(text), {
      limit_ms,
      explain: () => run.lastWords,
      hopeless: () => run.hasFailed,
    });

  /** Everything that a run notes in pid files, and Postgres. */
  const pids = (): number[] => {
    const noted = [
      'pids/run.json',
      'pids/indexer.json',
      'pids/service.json',
      'pids/publisher.json',
      'chains/31337.pid',
      'chains/31338.pid',
    ];
    return noted
      .map((path) => join(folder, path))
      .filter((path) => existsSync(path))
      .map((path) => (JSON.parse(readFileSync(path, 'utf8')) as { pid: number }).pid);
  };

  const ask = async <T>(query: string): Promise<T> => {
    const { body } = await postJson<{ data: T }>(`http://127.0.0.1:${port}/graphql`, { query });
    return body.data;
  };

  const usages = async (): Promise<number> =>
    Number((await ask<{ totals: { usages: string } }>('{ totals { usages } }')).totals.usages);

  it('brings up everything, with a past and with money on the screen', async () => {
    run = start();
    await said('Worth opening first');
    await until('the whole history', async () => {
      const { totals } = await ask<{ totals: { assets: string } }>('{ totals { assets } }');
      return Number(totals.assets) >= HISTORY.births;
    });
    const { totals } = await ask<{ totals: { assets: string; contributors: string; links: string } }>(
      '{ totals { assets contributors links } }',
    );
    expect(Number(totals.assets)).toBeGreaterThanOrEqual(HISTORY.births);
    expect(Number(totals.contributors)).toBeGreaterThan(100);
    expect(Number(totals.links)).toBeGreaterThan(80);
    await until('money that crossed chains', async () => {
      const { chains } = await ask<{ chains: { settledTo: string | null }[] }>('{ chains { settledTo } }');
      return chains.length === 2 && chains.every(({ settledTo }) => settledTo !== null);
    });
    const annotator = /\/contributor\/(0x[0-9a-f]{40})/.exec(run.lastWords)![1]!;
    const { contributor } = await ask<{ contributor: { balances: { accrued: string; settled: string }[] } }>(
      `{ contributor(address: "${annotator}") { balances { accrued settled } } }`,
    );
    expect(contributor.balances.some(({ accrued }) => BigInt(accrued) > 0n)).toBe(true);
    expect(contributor.balances.some(({ settled }) => BigInt(settled) > 0n)).toBe(true);
  }, 240_000);

  it('names three links that open', async () => {
    const links = [...run.lastWords.matchAll(/^ {4}(http\S+)$/gm)].map(([, url]) => url!);
    expect(links).toHaveLength(3);
    for (const link of links) {
      const response = await fetch(link, { headers: { accept: 'text/html' } });
      expect([link, response.status]).toEqual([link, 200]);
    }
    const deep = /\/asset\/(\S+)$/m.exec(links[1]!)![1]!;
    // Its lineage reaches over both chains, and each is folded at its own pace.
    await until('a lineage of four levels', async () => {
      const { lineage } = await ask<{ lineage: { nodes: { depth: number }[] } }>(
        `{ lineage(asset: "${deep}", direction: UP) { nodes { depth } } }`,
      );
      return Math.max(...lineage.nodes.map(({ depth }) => depth)) >= 4;
    });
  });

  it('goes on by itself', async () => {
    const before = await usages();
    await until('new usages', async () => (await usages()) > before + 3);
    expect(run.lastWords).not.toContain('stumbled');
  }, 90_000);

  it('publishes payout roots by itself, and contributors claim', async () => {
    await until(
      'a right root on both chains',
      async () => {
        const { payoutEpochs } = await ask<{ payoutEpochs: { edges: { node: { chain: string; check: string } }[] } }>(
          '{ payoutEpochs(first: 20) { edges { node { chain check } } } }',
        );
        const checks = payoutEpochs.edges.map(({ node }) => node);
        expect(checks.map(({ check }) => check)).not.toContain('DIFFERS');
        return new Set(checks.filter(({ check }) => check === 'AGREES').map(({ chain }) => chain)).size === 2;
      },
      { limit_ms: 150_000 },
    );
    const balances = claimantsOf(peopleOf('tributary'))
      .map((who, index) => `c${index}: contributor(address: "${who}") { balances { claimed claimable } }`)
      .slice(0, 20);
    await until('claims, and money that can be claimed', async () => {
      const answer = await ask<Record<string, { balances: { claimed: string; claimable: string }[] } | null>>(
        `{ ${balances.join(' ')} }`,
      );
      const all = Object.values(answer).flatMap((contributor) => contributor?.balances ?? []);
      return all.some(({ claimed }) => claimed !== '0') && all.some(({ claimable }) => claimable !== '0');
    });
  }, 240_000);

  it('is there once: a second one says so and leaves', async () => {
    const second = start();
    await until('its end', async () => !second.isRunning);
    expect(second.lastWords.trim()).toMatch(/^Tributary runs here already, as process \d+; stop it first/);
  });

  it('names the port that somebody else has, and the option to change it', async () => {
    const other = createServer();
    const taken = await new Promise<number>((done) => {
      other.listen(0, '127.0.0.1', () => done((other.address() as { port: number }).port));
    });
    const elsewhere = temporaryFolder('tributary-run-');
    const refused = new ManagedProcess('npm start', [
      compiled('local/main.js'),
      ...['--folder', elsewhere, '--port', String(taken)],
    ]);
    refused.start();
    await until('its end', async () => !refused.isRunning);
    other.close();
    rmSync(elsewhere, { recursive: true });
    expect(refused.lastWords.trim()).toBe(
      `Port ${taken}, wanted for the service, is in use by another program; end that program or choose another port with --port.`,
    );
  });

  it('starts the service again when somebody kills it', async () => {
    const service = JSON.parse(readFileSync(join(folder, 'pids', 'service.json'), 'utf8')) as { pid: number };
    process.kill(service.pid, 'SIGKILL');
    await said('The service ended by SIGKILL');
    const before = await until('an answer', usages);
    await until('new usages', async () => (await usages()) > before);
  }, 90_000);

  it('finds what a killed run left, and takes it over', async () => {
    const [, indexer, service] = pids();
    await run.kill();
    await until('the orphans to end', async () => !isAlive(indexer!) && !isAlive(service!));
    run = start();
    await said('Everything runs');
    expect(run.lastWords).toContain('Postgres still runs');
    expect(run.lastWords).toContain('Chain 31337 still runs');
    expect(run.lastWords).toContain('Chain 31338 still runs');
    const before = await usages();
    await until('new usages', async () => (await usages()) > before);
  }, 90_000);

  it('stops everything when it is asked to, and goes on from there', async () => {
    const running = pids();
    const before = await usages();
    await run.stop();
    expect(run.lastWords).toContain('Stopped.');
    expect(running.filter(isAlive)).toEqual([]);
    run = start();
    await said('Everything runs');
    expect(run.lastWords).not.toContain('afresh');
    expect(await usages()).toBeGreaterThanOrEqual(before);
    await until('new usages', async () => (await usages()) > before);
    expect(run.lastWords).not.toContain('stumbled');
  }, 120_000);

  it('begins again, and says so, when a chain is gone', async () => {
    const node = JSON.parse(readFileSync(join(folder, 'chains', '31337.pid'), 'utf8')) as { pid: number };
    process.kill(node.pid, 'SIGKILL');
    await until('its end', async () => !run.isRunning);
    expect(run.lastWords).toContain('The node of chain 31337 has ended by itself; npm start begins again.');
    rmSync(join(folder, 'chains', '31337.json'), { force: true });
    run = start();
    await said('starting afresh');
    await said('Writing history');
  }, 90_000);

  it('can be interrupted half-way', async () => {
    const running = pids();
    await run.stop();
    expect(running.filter(isAlive)).toEqual([]);
  }, 60_000);
});
