import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { PlacedEvent } from '../../src/domain/events/canonical.js';
import type { Address } from '../../src/domain/ids.js';
import { knownVaults, latestMarks } from '../../src/payouts/marks.js';
import type { PayoutMarks } from '../../src/payouts/accrued.js';
import { computePayoutRoot, rootOf } from '../../src/payouts/payout-root.js';
import { queryable } from '../../src/read-models/queryable.js';
import { seedsFrom } from '../support/depth.js';
import { FaultyNode } from '../support/faulty-node.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../support/postgres.js';
import { withClient } from '../support/with-client.js';
import { account, METER, TREASURY, VAULT, World as HandMadeWorld } from '../support/world.js';
import { Chance } from './chance.js';
import { ImportedScript } from './imported-script.js';
import { randomWorld } from './random-world.js';
import { asReferenceWorld, type ReferenceWorld } from './reference-world.js';
import { writeStraight } from './straight-world.js';

const SCRIPT = 'examples/recompute-root/recompute-root.mjs';

let postgres: TestPostgres;
let script: ImportedScript;
let nodes: FaultyNode[] = [];
beforeAll(async () => {
  postgres = await startTestPostgres();
  script = new ImportedScript(SCRIPT);
}, 60_000);
afterEach(async () => {
  await Promise.all(nodes.map((node) => node.stop()));
  nodes = [];
});
afterAll(() => Promise.all([postgres.stop(), script.stop()]));

it('the script that computes roots again can be read in one sitting, and uses nothing of the service', () => {
  const text = readFileSync(SCRIPT, 'utf8');
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  const imported = [...text.matchAll(/ from '(.+)'|import\((.+)\)/g)].map(([, name]) => name);
  expect(imported).toEqual(['node:fs', 'node:util', 'viem']);
});

it.each(seedsFrom(11, 2))(
  'random world %i has the roots that the script computes from its raw logs',
  async (seed) => {
    const interval_s = seed % 2 === 0 ? 600 : 60;
    const world = asReferenceWorld(
      randomWorld({ seed, chains: 2 + (seed % 2), eventsPerChain: 80, interval_s, bounded: seed % 4 > 1 }),
    );
    const chance = new Chance(seed);
    const compared = await compare(world, ({ mark_s, remoteMark_s }) => [
      { mark_s, remoteMark_s },
      { mark_s: mark_s - interval_s * chance.below(20), remoteMark_s: remoteMark_s - interval_s * chance.below(20) },
    ]);
    expect(compared.recomputed).toEqual(compared.stored);
    expect(new Set(compared.stored).size).toBeGreaterThan(2);
  },
  240_000,
);

describe('the script agrees with the ledger where', () => {
  const [owner, claimant] = [account(1), account(2)];
  const dispute = (world: HandMadeWorld, asset = world.asset(1)): void => {
    const named = { asset, disputeId: '1' };
    world.apply('AssetStatusChanged', { ...named, status: 'DISPUTED', outcome: null, beneficiary: null });
    const upheld = { status: 'ACTIVE', outcome: 'UPHELD', beneficiary: claimant } as const;
    world.apply('AssetStatusChanged', { ...named, ...upheld });
  };

  it('a dispute is upheld in the interval that registers what money from elsewhere had waited for', async () => {
    const [used, home] = twoChains();
    used.use(home.asset(1), 1_000n);
    home.time_s += 60;
    home.register(home.asset(1), owner);
    dispute(home);
    expect(await leavesOf(used, home)).toEqual([[owner, 1_000n]]);
  });

  it('money waited for a registration, then for a dispute that is upheld', async () => {
    const [used, home] = twoChains();
    used.use(home.asset(1), 1_000n);
    home.time_s += 60;
    home.register(home.asset(1), owner);
    const asset = home.asset(1);
    const raised = { asset, status: 'DISPUTED', disputeId: '1', outcome: null, beneficiary: null } as const;
    home.apply('AssetStatusChanged', raised);
    home.time_s += 60;
    home.apply('AssetStatusChanged', { ...raised, status: 'ACTIVE', outcome: 'UPHELD', beneficiary: claimant });
    expect(await leavesOf(used, home)).toEqual([[claimant, 1_000n]]);
  });

  it('a usage on its own chain comes before the registration', async () => {
    const [used, home] = twoChains();
    used.use(used.asset(1), 1_000n);
    used.register(used.asset(1), owner);
    expect(await leavesOf(used, home)).toEqual([[owner, 1_000n]]);
  });

  it('an asset that is used from elsewhere has a split, and is not registered yet', async () => {
    const [used, home] = twoChains();
    home.split(home.asset(1), { COMPUTE_PROVIDER: 250_000 });
    used.use(home.asset(1), 1_000n, { executor: claimant });
    expect(await leavesOf(used, home)).toEqual([[claimant, 250n]]);
  });

  it('a held usage is released after its meter has changed to another vault', async () => {
    const [used, home] = twoChains();
    used.register(used.asset(1), owner);
    used.use(used.asset(1), 1_000n, { held: true });
    const fee = { usageContract: METER, feePpm: 500_000, treasury: TREASURY, vault: account(99) };
    used.apply('FeeSet', fee, METER);
    const { receiptId } = [...used.ledger.heldUsages.rows.values()][0]!;
    used.apply('UsageReleased', { receiptId, reason: 'accepted' }, METER);
    expect(await leavesOf(used, home)).toEqual([[owner, 500n]]);
  });

  it('royalties go to and fro between two chains', async () => {
    const [used, home] = twoChains();
    for (const world of [used, home]) world.register(world.asset(1), world === used ? owner : claimant);
    used.link(used.asset(1), home.asset(1), 1_000_000);
    home.link(home.asset(1), used.asset(1), 900_000);
    used.use(used.asset(1), 10_000n);
    expect((await leavesOf(used, home)).map(([who]) => who).sort()).toEqual([owner, claimant].sort());
  });

  const twoChains = (): [HandMadeWorld, HandMadeWorld] => {
    const worlds = [new HandMadeWorld(1, 60), new HandMadeWorld(2, 60)] as [HandMadeWorld, HandMadeWorld];
    for (const world of worlds) world.fee(0);
    return worlds;
  };

  /** What the root of the first chain's vault pays, which both compute. */
  const leavesOf = async (...worlds: readonly HandMadeWorld[]): Promise<[Address, bigint][]> => {
    const events = new Map(worlds.map((world) => [world.ledger.chain, world.events]));
    const world = asReferenceWorld({ interval_s: 60, events });
    const { stored, recomputed, leaves } = await compare(world, (latest) => [latest]);
    expect(recomputed).toEqual(stored);
    return leaves.get(`1:${VAULT}`)!;
  };
});

interface Compared {
  /** What the ledger says of every vault at every choice of marks. */
  readonly stored: string[];
  /** What the script says. */
  readonly recomputed: string[];
  /** Whom a vault pays what, at the last choice, by its name. */
  readonly leaves: Map<string, [Address, bigint][]>;
}

/** Folds and settles a world, and serves its logs to the script. */
async function compare(
  world: ReferenceWorld,
  marksOf: (latest: PayoutMarks) => readonly PayoutMarks[],
): Promise<Compared> {
  const url = await newDatabase(postgres.url);
  await writeStraight(url, world);
  const described: string[] = [];
  for (const [id, chain] of world.chains) {
    const node = await FaultyNode.start({ chain });
    nodes.push(node);
    described.push('--chain', [id, node.url, ...contractsOf(world.events.get(id)!)].join());
  }
  const bounds = [...(world.settles ?? [])].flatMap(([id, { from_s = 0, until_s }]) => {
    return ['--settles', [id, from_s, ...(until_s === undefined ? [] : [until_s])].join()];
  });
  return withClient(url, async (client) => {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const db = queryable(client);
    const compared: Compared = { stored: [], recomputed: [], leaves: new Map() };
    for (const vault of await knownVaults(db, [...world.chains.keys()])) {
      const name = `${vault.chain}:${vault.address}`;
      for (const marks of marksOf(await latestMarks(db, vault))) {
        const root = await computePayoutRoot(db, vault, marks);
        if (root.leaves.length === 0) continue;
        compared.stored.push(`${rootOf(root)} over ${root.leaves.length} leaves`);
        const flags = ['--interval', world.interval_s, '--mark', marks.mark_s, '--remote-mark', marks.remoteMark_s];
        const args = ['--vault', name, ...flags.map(String), ...described, ...bounds];
        compared.recomputed.push(await script.run(args));
        compared.leaves.set(
          name,
          root.leaves.map(({ contributor, amount }) => [contributor, amount]),
        );
      }
    }
    return compared;
  });
}

/** Those that log something, and vaults that may not have. */
function contractsOf(events: readonly PlacedEvent[]): Set<Address> {
  return new Set(
    events.flatMap(({ at, ...event }) => [at.contract, ...(event.kind === 'FeeSet' ? [event.payload.vault] : [])]),
  );
}
