import { type Abi, type AbiEvent, encodeAbiParameters, encodeEventTopics, getAbiItem } from 'viem';
import {
  assetRegistryAbi,
  contributionTasksAbi,
  payoutVaultAbi,
  usageMeterAbi,
} from '../../contracts/generated/abis.js';
import { referenceAdapter } from '../../indexer/adapters/reference/adapter.js';
import type { BlockContext, RawLog } from '../../indexer/log/blocks.js';
import type { CanonicalEvent } from '../../src/domain/events/canonical.js';
import type { Address, ChainId, Hex } from '../../src/domain/ids.js';

const ABI: Abi = [...assetRegistryAbi, ...usageMeterAbi, ...payoutVaultAbi, ...contributionTasksAbi];
/** The contract whose logs these are. */
export const HERE = `0x${'ab'.repeat(20)}` as Address;
export const BLOCK: BlockContext = { chain: 8453 as ChainId, number: 1, hash: hash(1), time_s: 1_700_000_000 };

/** What the reference adapter makes of a log. */
export function decode(log: RawLog): readonly CanonicalEvent[] {
  return referenceAdapter.decode(log, BLOCK);
}

/** Encodes an event of the reference contracts with another library than the adapter's. */
export function encode(eventName: string, args: Record<string, unknown>): RawLog {
  const { inputs } = getAbiItem({ abi: ABI, name: eventName }) as AbiEvent;
  const topics: unknown = encodeEventTopics({ abi: ABI, eventName, args } as never);
  const inData = inputs.filter(({ indexed }) => !indexed);
  const data: unknown = encodeAbiParameters(
    inData,
    inData.map(({ name }) => args[name!]),
  );
  return raw(topics as Hex[], data as Hex);
}

/** A log of {@link HERE}. */
export function raw(topics: Hex[], data: Hex): RawLog {
  return { logIndex: 0, txHash: hash(2), contract: HERE, topics, data };
}

/** What is made of a log that cannot be read. */
export function unknown(reason: string): CanonicalEvent[] {
  return [{ kind: 'Unknown', payload: { reason } }];
}

/** An address by its number. */
export function account(number: number): Address {
  return `0x${number.toString(16).padStart(40, '0')}` as Address;
}

/** Thirty-two bytes by their number. */
export function hash(number: number): Hex {
  return `0x${number.toString(16).padStart(64, '0')}` as Hex;
}
