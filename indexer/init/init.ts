import { basename, extname } from 'node:path';
import type { Address } from '../../src/domain/ids.js';
import type { Adapter } from '../adapters/adapter.js';
import { adaptersOf } from '../adapters/adapters.js';
import { type AbiEvent, areAlike } from '../adapters/mapping/abi-events.js';
import { compileMapping, readAbi } from '../adapters/mapping/load-mapping.js';
import { parseMappingFile } from '../../config/mapping-file.js';
import { type ProposedFinality, proposeFinality } from './finality.js';
import { draftOf, renderMapping } from './draft-mapping.js';
import { type BlockRange, type FoundLog, InitError, InspectedChain } from './inspected-chain.js';
import { isReference, KNOWN_EVENTS, REFERENCE_EVENTS } from './known-events.js';
import { type TrialCounts, tryAdapter } from './trial.js';

export interface InitOptions {
  readonly rpc: string;
  readonly contract: Address;
  /** Path of the contract's ABI; without it, only well-known events are recognized. */
  readonly abi: string | undefined;
  /** Of the mapping; made of the ABI's or the contract's where absent. */
  readonly name: string | undefined;
  /** Where it is known already, or the endpoint has no old state. */
  readonly firstBlock: number | undefined;
  readonly onProgress: (what: string, done: number, total: number) => void;
}

/** An event of the contract, and how often it was seen. */
export interface SeenEvent {
  readonly signature: string;
  readonly logs: number;
  readonly proposed: string;
}

export interface InitResult {
  readonly chainId: number;
  readonly name: string;
  readonly firstBlock: number;
  readonly head: number;
  /** The blocks that were looked at. */
  readonly ranges: readonly BlockRange[];
  readonly seen: readonly SeenEvent[];
  readonly trial: TrialCounts;
  /** Files by name; empty where the reference adapter reads the contract as it is. */
  readonly files: ReadonlyMap<string, string>;
  /** The contract's entry in tributary.yaml. */
  readonly adapter: string;
  readonly finality: ProposedFinality;
}

/** How many blocks are looked at: half of them the contract's first, half its last. */
const TRIAL_BLOCKS = 1_000;

/**
 * Looks at a contract and drafts what Tributary needs to follow it. Writes nothing.
 * @throws InitError, ConfigError for an ABI that cannot be read
 */
export async function inspect(options: InitOptions): Promise<InitResult> {
  const { contract, onProgress } = options;
  const given = options.abi === undefined ? undefined : readAbi(options.abi, '--abi');
  const chain = await InspectedChain.open(options.rpc);
  const firstBlock =
    options.firstBlock ??
    (await chain.firstBlockOf(contract, (done, total) => onProgress('Searching the first block', done, total)));
  if (firstBlock > chain.head) throw new InitError(`The chain ends at block ${chain.head}; correct --first-block.`);
  const ranges = trialRanges(firstBlock, chain.head);
  const logs = await readLogs(chain, contract, ranges, onProgress);
  const abi = given ?? knownOf(logs);
  const name = options.name ?? nameFor(options);
  const finality = proposeFinality(chain.chainId, await chain.finalizedDepth());
  const shared = { chainId: chain.chainId, name, firstBlock, head: chain.head, ranges, finality };
  if (isOurs(logs, given)) {
    const adapter = adaptersOf([])['reference']!;
    const seen = seenEvents(logs, REFERENCE_EVENTS, () => 'reference adapter');
    const trial = tryAdapter(adapter, logs, chain.chainId);
    return { ...shared, seen, trial, files: new Map(), adapter: 'reference' };
  }
  const draft = draftOf(abi);
  const described = { name, chain: chain.chainId, address: contract, firstBlock, abi: `./${name}.abi.json` };
  const text = renderMapping(described, draft, (event) => logs.filter((log) => isOf(log, event)).length);
  const adapter: Adapter = compileMapping(parseMappingFile(text, `${name}.yaml`), abi, `${name}.yaml`);
  const kinds = new Map<AbiEvent, string>([
    ...draft.proposals.flatMap(({ event, kind, partner }): [AbiEvent, string][] => [
      [event, kind],
      ...(partner ? [[partner.event, `joined with ${event.name}`] as [AbiEvent, string]] : []),
    ]),
    ...draft.ignored.map((event): [AbiEvent, string] => [event, 'ignored']),
  ]);
  if (draft.transfer) kinds.set(draft.transfer, 'AssetTransferred');
  return {
    ...shared,
    seen: seenEvents(logs, abi, (event) => kinds.get(event) ?? '-'),
    trial: tryAdapter(adapter, logs, chain.chainId),
    files: new Map([
      [`${name}.yaml`, text],
      [`${name}.abi.json`, `${JSON.stringify(abi.map(toJson), null, 2)}\n`],
    ]),
    adapter: `./${name}.yaml`,
  };
}

function trialRanges(first: number, head: number): BlockRange[] {
  if (head - first < TRIAL_BLOCKS) return [{ from: first, to: head }];
  const half = TRIAL_BLOCKS / 2;
  return [
    { from: first, to: first + half - 1 },
    { from: head - half + 1, to: head },
  ];
}

async function readLogs(
  chain: InspectedChain,
  contract: Address,
  ranges: readonly BlockRange[],
  onProgress: InitOptions['onProgress'],
): Promise<FoundLog[]> {
  const total = ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  let read = 0;
  const logs: FoundLog[] = [];
  for (const range of ranges) {
    const found = await chain.logs(contract, range, (blocks) => {
      read += blocks;
      onProgress('Reading logs', read, total);
    });
    logs.push(...found);
  }
  return logs;
}

/** Whether the logs are those of this repository's contracts, which need no mapping. */
function isOurs(logs: readonly FoundLog[], given: readonly AbiEvent[] | undefined): boolean {
  const topics = given ? given.map(({ topic }) => topic as string) : logs.map(({ raw }) => raw.topics[0] ?? '');
  return topics.some(isReference);
}

/** The well-known events that are among logs. */
function knownOf(logs: readonly FoundLog[]): AbiEvent[] {
  return KNOWN_EVENTS.filter(
    (event, at) =>
      KNOWN_EVENTS.findIndex((other) => areAlike(other, event)) === at && logs.some((log) => isOf(log, event)),
  );
}

function isOf({ raw }: FoundLog, event: AbiEvent): boolean {
  return (
    raw.topics[0] === event.topic && raw.topics.length === 1 + event.inputs.filter(({ indexed }) => indexed).length
  );
}

function seenEvents(
  logs: readonly FoundLog[],
  abi: readonly AbiEvent[],
  proposed: (event: AbiEvent) => string,
): SeenEvent[] {
  const known = abi.map((event) => ({
    signature: event.signature,
    logs: logs.filter((log) => isOf(log, event)).length,
    proposed: proposed(event),
  }));
  const strange = new Map<string, number>();
  for (const log of logs) {
    if (abi.some((event) => isOf(log, event))) continue;
    const topic = log.raw.topics[0] ?? 'a log without topics';
    strange.set(topic, (strange.get(topic) ?? 0) + 1);
  }
  const unknown = [...strange].map(([signature, count]) => ({
    signature,
    logs: count,
    proposed: '- (not in the ABI)',
  }));
  return [...known.filter((event) => event.logs > 0 || event.proposed === '-'), ...unknown].sort(
    (a, b) => b.logs - a.logs,
  );
}

function nameFor({ abi, contract }: InitOptions): string {
  const from = abi === undefined ? '' : basename(abi, extname(abi)).replace(/\.abi$/, '');
  const name = from
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 40);
  return name && name !== 'reference' ? name : `contract-${contract.slice(2, 10)}`;
}

function toJson({ name, inputs }: AbiEvent): object {
  return { type: 'event', name, inputs };
}
