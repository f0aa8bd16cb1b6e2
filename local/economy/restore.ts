import { type Log, parseEventLogs } from 'viem';
import { assetRegistryAbi, contributionTasksAbi, usageMeterAbi } from '../../contracts/generated/abis.js';
import { ASSET_KINDS, RELATIONS, ROLES, ROYALTY_POLICIES } from '../../src/domain/vocabulary.js';
import type { Account, Action, AssetRef, Side } from './actions.js';
import { type BothSides, watchedContracts } from './contracts.js';
import type { BothNodes } from './send.js';
import { World } from './world.js';

const ABI = [...assetRegistryAbi, ...usageMeterAbi, ...contributionTasksAbi] as const;
const BLOCKS_AT_ONCE = 5_000;

/** The world as the chains' own events tell it: how the economy goes on after a restart. */
export async function restoreWorld(sides: BothSides, nodes: BothNodes): Promise<World> {
  const world = new World();
  const events = await Promise.all([eventsOf(0, sides, nodes), eventsOf(1, sides, nodes)]);
  // Parents come before their children: links reach over chains, and depths are counted when a link is seen.
  const inTime = events.flat().sort((a, b) => a.time_s - b.time_s);
  for (const { happen } of inTime) happen(world);
  return world;
}

interface Restored {
  readonly time_s: number;
  readonly happen: (world: World) => void;
}

async function eventsOf(side: Side, sides: BothSides, nodes: BothNodes): Promise<Restored[]> {
  const head = Number(await nodes[side].ask<string>('eth_blockNumber'));
  const found: Restored[] = [];
  for (let from = 0; from <= head; from += BLOCKS_AT_ONCE) {
    const logs = await nodes[side].ask<Log[]>('eth_getLogs', [
      {
        address: watchedContracts(sides[side]),
        fromBlock: `0x${from.toString(16)}`,
        toBlock: `0x${Math.min(head, from + BLOCKS_AT_ONCE - 1).toString(16)}`,
      },
    ]);
    for (const log of parseEventLogs({ abi: ABI, logs })) {
      const happen = meaningOf(log, side, sides);
      // Anvil adds the block's time to logs.
      const time_s = Number((log as unknown as { blockTimestamp?: string }).blockTimestamp ?? 0);
      if (happen) found.push({ time_s, happen });
    }
  }
  return found;
}

type KnownLog = ReturnType<typeof parseEventLogs<typeof ABI>>[number];

/** What a log did to the world. */
function meaningOf(log: KnownLog, side: Side, sides: BothSides): ((world: World) => void) | undefined {
  if (log.eventName === 'RolePartLocked') {
    const { assetId, role, leastPpm } = log.args;
    return (world) => world.find({ side, id: Number(assetId) })?.locks.set(ROLES[role]!, leastPpm);
  }
  const action = actionOf(log, side, sides) ?? workOf(log, side);
  return action && ((world) => world.apply(action));
}

function actionOf(log: KnownLog, side: Side, sides: BothSides): Action | undefined {
  const of = (id: bigint): { side: Side; from: null; asset: AssetRef } => ({
    side,
    from: null,
    asset: { side, id: Number(id) },
  });
  switch (log.eventName) {
    case 'AssetRegistered': {
      const { owner, kind, contentHash, uri, name } = log.args;
      const rest = { contentHash, uri, name, links: [], splitPpm: null, pools: [] };
      return { do: 'register', side, from: lower(owner), kind: ASSET_KINDS[kind]!, ...rest };
    }
    case 'VersionPublished':
      return { ...of(log.args.assetId), do: 'publishVersion', contentHash: log.args.contentHash, uri: log.args.uri };
    case 'TermsSet': {
      const { assetId, royaltyPolicy, ...terms } = log.args;
      const policy = ROYALTY_POLICIES[royaltyPolicy]!;
      return { ...of(assetId), do: 'setTerms', terms: { ...terms, royaltyPolicy: policy } };
    }
    case 'ParentLinked': {
      const { childId, parentChainId, parentRegistry, parentId, relation, royaltyPpm, policy } = log.args;
      const parentSide = sideOf(Number(parentChainId), parentRegistry, sides);
      if (parentSide === undefined) return undefined;
      const parent = { side: parentSide, id: Number(parentId) };
      const link = { parent, relation: RELATIONS[relation]!, royaltyPpm, policy: ROYALTY_POLICIES[policy]! };
      return { ...of(childId), do: 'linkParents', links: [link] };
    }
    case 'RoleSplitSet':
      return { ...of(log.args.assetId), do: 'applyRoleSplit', splitPpm: log.args.ppm };
    case 'RoleSplitAnnounced':
      return { ...of(log.args.assetId), do: 'setRoleSplit', splitPpm: log.args.ppm };
    case 'SharesChanged': {
      const { assetId, role, contributors, shares } = log.args;
      return {
        ...of(assetId),
        do: 'setShares',
        pool: { role: ROLES[role]!, contributors: contributors.map(lower), shares },
      };
    }
    case 'Transfer':
      return /^0x0+$/.test(log.args.from)
        ? undefined
        : { ...of(log.args.tokenId), do: 'transfer', to: lower(log.args.to) };
    case 'StatusChanged':
      return { ...of(log.args.assetId), do: 'retire' };
    case 'FeeSet':
      return { do: 'setFee', side, from: null, feePpm: log.args.feePpm };
    default:
      return undefined;
  }
}

/** Tasks, disputes and offers: how many there were, and which assets they concern. */
function workOf(log: KnownLog, side: Side): Action | undefined {
  const of = (id: bigint): { side: Side; from: null; asset: AssetRef } => ({
    side,
    from: null,
    asset: { side, id: Number(id) },
  });
  switch (log.eventName) {
    case 'TasksAppointed':
      return { ...of(log.args.assetId), do: 'appointTasks' };
    case 'TaskOpened': {
      const rest = { leastPpm: 0, dailyUnits: 0n, rewards: [], reviewers: [], uri: '' };
      return { ...of(log.args.assetId), do: 'openTask', role: ROLES[log.args.role]!, ...rest };
    }
    case 'DisputeRaised':
      return { ...of(log.args.assetId), do: 'raiseDispute', claimant: log.args.claimant, reason: log.args.reason };
    case 'DisputeDecided':
      return { ...of(log.args.assetId), do: 'decideDispute', dispute: Number(log.args.disputeId), upheldFor: null };
    case 'LicenseOffered': {
      const { assetId, termsHash, fee, duration } = log.args;
      const rest = { termsHash, fee, token: 'USDC' as const, duration_s: Number(duration) };
      return { ...of(assetId), do: 'offerLicense', ...rest };
    }
    default:
      return undefined;
  }
}

function sideOf(chainId: number, registry: Account, sides: BothSides): Side | undefined {
  const index = sides.findIndex(
    (one) => one.chainId === chainId && one.registry.toLowerCase() === registry.toLowerCase(),
  );
  return index === 0 || index === 1 ? index : undefined;
}

/** viem gives addresses in mixed case. */
const lower = (account: Account): Account => account.toLowerCase() as Account;
