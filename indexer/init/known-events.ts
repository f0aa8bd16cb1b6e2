import { parseAbi } from 'viem';
import {
  assetRegistryAbi,
  contributionTasksAbi,
  payoutVaultAbi,
  usageMeterAbi,
} from '../../contracts/generated/abis.js';
import { type AbiEvent, eventsOfAbi } from '../adapters/mapping/abi-events.js';

/** Events that many contracts have and that mean nothing here, nearly always. */
const HOUSEKEEPING = parseAbi([
  'event Approval(address indexed owner, address indexed approved, uint256 indexed tokenId)',
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
  'event ApprovalForAll(address indexed owner, address indexed operator, bool approved)',
  'event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)',
  'event OwnershipTransferStarted(address indexed previousOwner, address indexed newOwner)',
  'event Initialized(uint64 version)',
  'event Initialized(uint8 version)',
  'event Upgraded(address indexed implementation)',
  'event AdminChanged(address previousAdmin, address newAdmin)',
  'event BeaconUpgraded(address indexed beacon)',
  'event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)',
  'event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)',
  'event RoleAdminChanged(bytes32 indexed role, bytes32 indexed previousAdminRole, bytes32 indexed newAdminRole)',
  'event Paused(address account)',
  'event Unpaused(address account)',
  'event EIP712DomainChanged()',
  'event MetadataUpdate(uint256 _tokenId)',
  'event BatchMetadataUpdate(uint256 _fromTokenId, uint256 _toTokenId)',
  'event ContractURIUpdated()',
  'event URI(string value, uint256 indexed id)',
]);

/** Events of well-known standards that may mean something. */
const STANDARD = parseAbi([
  'event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event TransferSingle(address indexed operator, address indexed from, address indexed to, uint256 id, uint256 value)',
  'event TransferBatch(address indexed operator, address indexed from, address indexed to, uint256[] ids, uint256[] values)',
  'event Deposit(address indexed dst, uint256 wad)',
  'event Withdrawal(address indexed src, uint256 wad)',
]);

const events = (abi: unknown): AbiEvent[] => eventsOfAbi(abi) ?? [];
const topicsOf = (list: readonly AbiEvent[]): ReadonlySet<string> => new Set(list.map(({ topic }) => topic));

/** The events of the contracts of this repository. */
export const REFERENCE_EVENTS: readonly AbiEvent[] = [
  assetRegistryAbi,
  usageMeterAbi,
  payoutVaultAbi,
  contributionTasksAbi,
].flatMap(events);
/** Every event that is known without an ABI; of several that share a topic, the one with the right number of topics fits. */
export const KNOWN_EVENTS: readonly AbiEvent[] = [...REFERENCE_EVENTS, ...events(STANDARD), ...events(HOUSEKEEPING)];

const HOUSEKEEPING_TOPICS = topicsOf(events(HOUSEKEEPING));

export function isHousekeeping({ topic }: AbiEvent): boolean {
  return HOUSEKEEPING_TOPICS.has(topic);
}

const shared = new Set([...topicsOf(events(STANDARD)), ...HOUSEKEEPING_TOPICS]);
const REFERENCE_TOPICS = new Set([...topicsOf(REFERENCE_EVENTS)].filter((topic) => !shared.has(topic)));

/** Whether an event is one that only the contracts of this repository have. */
export function isReference(topic: string): boolean {
  return REFERENCE_TOPICS.has(topic);
}
