import { decodeEventLog, formatUnits, parseAbi, type Hex } from 'viem';

/** What the reference contracts say, written down a second time by hand. */
export const REFERENCE_EVENTS = parseAbi([
  'event AssetRegistered(uint256 indexed assetId, address indexed owner, uint8 indexed kind, bytes32 contentHash, string uri, string name)',
  'event ParentLinked(uint256 indexed childId, uint256 indexed parentChainId, address indexed parentRegistry, uint256 parentId, uint8 relation, uint32 royaltyPpm, uint8 policy)',
  'event RoleSplitSet(uint256 indexed assetId, uint32[7] ppm)',
  'event SharesChanged(uint256 indexed assetId, uint8 indexed role, address[] contributors, uint96[] shares)',
  'event StatusChanged(uint256 indexed assetId, uint8 status)',
  'event DisputeRaised(uint256 indexed assetId, uint256 indexed disputeId, address indexed claimant, string reason)',
  'event DisputeDecided(uint256 indexed assetId, uint256 indexed disputeId, bool upheld, address beneficiary, uint8 status)',
  'event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)',
  'event UsageRecorded(bytes32 indexed receiptId, address indexed consumer, address indexed assetRegistry, uint256 assetChainId, uint256 assetId, address application, uint8 operation, uint256 units, address token, uint256 amount, address executor, bytes32 parentReceiptId)',
  'event UsageHeld(bytes32 indexed receiptId, address indexed consumer, address indexed assetRegistry, uint256 assetChainId, uint256 assetId, address application, uint8 operation, uint256 units, address token, uint256 amount, address executor, bytes32 parentReceiptId, uint64 until)',
  'event UsageReleased(bytes32 indexed receiptId, string reason)',
  'event UsageReversed(bytes32 indexed receiptId, string reason)',
  'event TokenDescribed(address indexed token, string symbol, uint8 decimals)',
  'event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt)',
  'event FeeSet(uint32 feePpm, address treasury, address vault)',
  'event TaskOpened(uint256 indexed taskId, uint256 indexed assetId, address indexed sponsor, address assetRegistry, uint8 role, address[] tokens, uint256[] budgets, uint256[] baseRewards, uint256[] bonusRewards)',
  'event RewardPaid(uint256 indexed taskId, address indexed contributor, address indexed token, uint256 amount, uint8 part, bytes32 contentHash)',
  'event Claimed(address indexed contributor, address indexed token, uint256 amount, uint32 epoch)',
]);

const ROLES = [
  'OWNER',
  'DATA_CONTRIBUTOR',
  'ANNOTATOR',
  'MODEL_DEVELOPER',
  'OPTIMIZER',
  'VALIDATOR',
  'COMPUTE_PROVIDER',
] as const;
export type AuditRole = (typeof ROLES)[number];

/** A log as the node gave it, with the timestamp of its block. */
export interface AuditLog {
  chain: number;
  block: number;
  blockTime_s: number;
  logIndex: number;
  contract: string;
  topics: readonly Hex[];
  data: Hex;
}

interface Named<N extends string> {
  name: N;
  chain: number;
  /** The chain's time: the greatest block timestamp so far. */
  time_s: number;
  contract: string;
}

export type AuditEvent =
  | (Named<'registered'> & { asset: string; owner: string })
  | (Named<'linked'> & { child: string; parent: string; ratePpm: bigint; absolute: boolean })
  | (Named<'split'> & { asset: string; ppm: ReadonlyMap<AuditRole, bigint> })
  | (Named<'shares'> & { asset: string; role: AuditRole; counts: readonly { contributor: string; shares: bigint }[] })
  | (Named<'status'> & DisputeStep)
  | (Named<'transferred'> & { asset: string; from: string; to: string })
  /** USD for a whole token, as decimal text: a price or not. */
  | (Named<'priced'> & { token: string; usd: string })
  | (Named<'described'> & { token: string; decimals: number })
  | (Named<'used'> & AuditUsage & { receipt: string; held: boolean })
  | (Named<'released'> & { receipt: string })
  | (Named<'reversed'> & { receipt: string })
  | (Named<'fee'> & { feePpm: bigint; treasury: string; vault: string })
  | (Named<'direct'> & { asset: string; contributor: string; role: AuditRole; token: string; amount: bigint })
  | (Named<'task'> & { task: string; asset: string; role: AuditRole })
  | (Named<'reward'> & { task: string; contributor: string; token: string; amount: bigint })
  | (Named<'claimed'> & { vault: string; contributor: string; token: string; amount: bigint });

export interface AuditUsage {
  asset: string;
  consumer: string;
  token: string;
  amount: bigint;
  executor: string | null;
  /** Who pays the people: our vault, the protocol itself, nobody. */
  settlement: 'VAULT' | 'DIRECT' | 'NONE';
}

/** A dispute that is opened, or closed with or without an outcome. */
interface DisputeStep {
  asset: string;
  /** Empty where the registry does not number them. */
  dispute: string;
  opens: boolean;
  upheld: boolean;
  /** Null for the treasury. */
  beneficiary: string | null;
}

const NOBODY = `0x${'0'.repeat(40)}`;

/** CAIP-19 id of a registry's token. */
export function assetName(chain: bigint | number, registry: string, id: bigint): string {
  return `eip155:${chain}/erc721:${registry.toLowerCase()}/${id}`;
}

/** The chain an asset is registered on. */
export function homeOf(asset: string): bigint {
  return BigInt(asset.slice('eip155:'.length, asset.indexOf('/')));
}

/** Price feeds by their contract: the token that each prices, and the decimals of its answers. */
export type AuditFeeds = ReadonlyMap<string, { token: string; decimals: number }>;

/**
 * The events that bear on money, of one chain, in order. Logs may come in any order; those that say
 * nothing about money are left out.
 */
export function readEvents(logs: readonly AuditLog[], feeds: AuditFeeds = new Map()): AuditEvent[] {
  const ordered = [...logs].sort((a, b) => a.block - b.block || a.logIndex - b.logIndex);
  const events: AuditEvent[] = [];
  let time_s = 0;
  for (const log of ordered) {
    time_s = Math.max(time_s, log.blockTime_s);
    const event = readEvent(log, time_s, feeds);
    if (event) events.push(event);
  }
  return events;
}

function readEvent(log: AuditLog, time_s: number, feeds: AuditFeeds): AuditEvent | null {
  const decoded = decode(log);
  if (!decoded) return null;
  const contract = log.contract.toLowerCase();
  const place = { chain: log.chain, time_s, contract };
  const own = (id: bigint): string => assetName(log.chain, contract, id);
  const { eventName, args } = decoded;
  switch (eventName) {
    case 'AssetRegistered':
      return { ...place, name: 'registered', asset: own(args.assetId), owner: args.owner.toLowerCase() };
    case 'ParentLinked':
      return {
        ...place,
        name: 'linked',
        child: own(args.childId),
        parent: assetName(args.parentChainId, args.parentRegistry, args.parentId),
        ratePpm: BigInt(args.royaltyPpm),
        absolute: args.policy === 1,
      };
    case 'RoleSplitSet':
      return {
        ...place,
        name: 'split',
        asset: own(args.assetId),
        ppm: new Map(ROLES.map((role, index) => [role, BigInt(args.ppm[index]!)])),
      };
    case 'SharesChanged':
      return {
        ...place,
        name: 'shares',
        asset: own(args.assetId),
        role: ROLES[args.role]!,
        counts: args.contributors.map((contributor, index) => ({
          contributor: contributor.toLowerCase(),
          shares: args.shares[index]!,
        })),
      };
    case 'StatusChanged':
      return { ...place, name: 'status', asset: own(args.assetId), ...UNNUMBERED, opens: args.status === 1 };
    case 'DisputeRaised':
      return {
        ...place,
        name: 'status',
        asset: own(args.assetId),
        dispute: `${args.disputeId}`,
        ...{ opens: true, upheld: false, beneficiary: null },
      };
    case 'DisputeDecided':
      return {
        ...place,
        name: 'status',
        asset: own(args.assetId),
        dispute: `${args.disputeId}`,
        ...{ opens: false, upheld: args.upheld, beneficiary: orNobody(args.beneficiary) },
      };
    case 'Transfer':
      if (args.from === NOBODY) return null;
      return {
        ...place,
        name: 'transferred',
        asset: own(args.tokenId),
        from: args.from.toLowerCase(),
        to: args.to.toLowerCase(),
      };
    case 'UsageRecorded':
    case 'UsageHeld':
      return {
        ...place,
        name: 'used',
        asset: assetName(args.assetChainId, args.assetRegistry, args.assetId),
        consumer: args.consumer.toLowerCase(),
        token: args.token.toLowerCase(),
        amount: args.amount,
        executor: orNobody(args.executor),
        settlement: 'VAULT',
        receipt: args.receiptId,
        held: eventName === 'UsageHeld',
      };
    case 'UsageReleased':
      return { ...place, name: 'released', receipt: args.receiptId };
    case 'UsageReversed':
      return { ...place, name: 'reversed', receipt: args.receiptId };
    case 'TaskOpened':
      return {
        ...place,
        name: 'task',
        task: `${args.taskId}`,
        asset: assetName(log.chain, args.assetRegistry, args.assetId),
        role: ROLES[args.role]!,
      };
    case 'RewardPaid':
      return { ...place, name: 'reward', task: `${args.taskId}`, ...paidTo(args) };
    case 'Claimed':
      return { ...place, name: 'claimed', vault: contract, ...paidTo(args) };
    case 'TokenDescribed':
      return { ...place, name: 'described', token: args.token.toLowerCase(), decimals: args.decimals };
    case 'AnswerUpdated': {
      const feed = feeds.get(contract);
      if (!feed) return null;
      return { ...place, name: 'priced', token: feed.token, usd: formatUnits(args.current, feed.decimals) };
    }
    case 'FeeSet':
      return {
        ...place,
        name: 'fee',
        feePpm: BigInt(args.feePpm),
        treasury: args.treasury.toLowerCase(),
        vault: args.vault.toLowerCase(),
      };
  }
}

const UNNUMBERED = { dispute: '', upheld: false, beneficiary: null };

const orNobody = (address: string): string | null => (address === NOBODY ? null : address.toLowerCase());

function paidTo({ contributor, token, amount }: { contributor: string; token: string; amount: bigint }) {
  return { contributor: contributor.toLowerCase(), token: token.toLowerCase(), amount };
}

function decode(log: AuditLog) {
  try {
    return decodeEventLog({ abi: REFERENCE_EVENTS, topics: log.topics as [Hex, ...Hex[]], data: log.data });
  } catch {
    return null;
  }
}
