import { ENCODED } from '../../../db/log/digest.js';
import type { BlockContext, EncodedLog, RawLog } from '../../log/blocks.js';
import { ignored, type LogAdapter, type Mapping, type Meaning, unknown } from '../adapter.js';
import { bytesReader } from '../abi-bytes.js';
import { type EventShape, shapeOf } from '../abi-shape.js';
import { wordReader } from '../abi-words.js';
import { events as registryEvents } from './generated/AssetRegistry.js';
import { events as taskEvents } from './generated/ContributionTasks.js';
import { events as vaultEvents } from './generated/PayoutVault.js';
import { events as meterEvents } from './generated/UsageMeter.js';
import { TASK_MAPPINGS } from './contribution-tasks.js';
import { VAULT_MAPPINGS } from './payout-vault.js';
import { REGISTRY_MAPPINGS } from './registry.js';
import { METER_MAPPINGS } from './usage-meter.js';
import { UnreadableLogError } from '../unreadable.js';

/** A generated codec, as far as it is used here. */
interface Codec extends EventShape {
  readonly topic: string;
  decode(log: { topics: string[]; data: string }): unknown;
}

interface Entry {
  readonly name: string;
  readonly read: (log: RawLog) => unknown;
  /** Both at once from a log's bytes, for events of words only; nothing where it is not well-formed. */
  readonly readBytes: ReturnType<typeof bytesReader>;
  readonly isWellFormed: (log: RawLog) => boolean;
  readonly map: Mapping<never> | undefined;
}

const ENTRIES = new Map<string, Entry>([
  ...entriesOf(registryEvents, REGISTRY_MAPPINGS),
  ...entriesOf(meterEvents, METER_MAPPINGS),
  ...entriesOf(vaultEvents, VAULT_MAPPINGS),
  ...entriesOf(taskEvents, TASK_MAPPINGS),
]);

/** The same by the number that a topic's first bytes make, for who has it as bytes. */
const TOPIC_START = 6;
const BY_START = new Map(
  [...ENTRIES].map(([text, entry]) => {
    const topic = Buffer.from(text.slice(2), 'hex');
    return [topic.readUIntBE(0, TOPIC_START), { topic, entry }];
  }),
);

/** Reads the contracts of this repository: asset registry, usage meter, payout vault and contribution tasks. */
export const referenceAdapter: LogAdapter = {
  name: 'reference',
  decode(log, block) {
    const topic = log.topics[0];
    if (topic === undefined) return unknown('it has no topic');
    const entry = ENTRIES.get(topic);
    if (!entry) return unknown(`topic ${topic} is not known`);
    if (!entry.isWellFormed(log)) return unknown(`malformed ${entry.name}`);
    if (!entry.map) return ignored(entry.name);
    let decoded: unknown;
    try {
      decoded = entry.read(log);
    } catch {
      return unknown(`malformed ${entry.name}`);
    }
    return mean(entry, entry.map, decoded, log, block);
  },
  decodePacked(log, block) {
    const entry = entryOf(log.encoded);
    if (!entry?.readBytes || !entry.map) return this.decode(log.unpack(), block);
    const decoded = entry.readBytes(log.encoded);
    return decoded ? mean(entry, entry.map, decoded, log, block) : unknown(`malformed ${entry.name}`);
  },
};

function entryOf({ bytes, start, end }: EncodedLog): Entry | undefined {
  const at = start + ENCODED.topics;
  if (bytes[start + ENCODED.topicCount] === 0 || end < at + ENCODED.topicSize) return undefined;
  const found = BY_START.get(bytes.readUIntBE(at, TOPIC_START));
  return found && found.topic.equals(bytes.subarray(at, at + ENCODED.topicSize)) ? found.entry : undefined;
}

function mean(entry: Entry, map: Mapping<never>, decoded: unknown, log: RawLog, block: BlockContext): Meaning {
  try {
    return map(decoded as never, log, block);
  } catch (error) {
    if (error instanceof UnreadableLogError) return unknown(`${entry.name}: ${error.message}`);
    throw error;
  }
}

/** One entry per event of an ABI; those without a mapping are known and mean nothing here. */
function entriesOf(
  codecs: Readonly<Record<string, Codec>>,
  mappings: Readonly<Partial<Record<string, Mapping<never>>>>,
): [string, Entry][] {
  return Object.entries(codecs).map(([name, codec]) => [
    codec.topic,
    { name, read: readerOf(codec), readBytes: bytesReader(codec), isWellFormed: shapeOf(codec), map: mappings[name] },
  ]);
}

function readerOf(codec: Codec): Entry['read'] {
  return wordReader(codec) ?? (({ topics, data }) => codec.decode({ topics: topics as unknown as string[], data }));
}
