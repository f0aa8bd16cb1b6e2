import { type Abi, type AbiEvent, encodeAbiParameters, encodeEventTopics, getAbiItem } from 'viem';
import type { RawLog } from '../../indexer/log/blocks.js';
import type { Address, Hex } from '../../src/domain/ids.js';
import { hash } from './block-tree.js';

/** An event as a raw log, encoded with another library than those that decode it here. */
export function encodeLog(abi: Abi, eventName: string, args: Record<string, unknown>): RawLog {
  const { inputs } = getAbiItem({ abi, name: eventName }) as AbiEvent;
  const topics: unknown = encodeEventTopics({ abi, eventName, args } as never);
  const inData = inputs.filter(({ indexed }) => !indexed);
  const data: unknown = encodeAbiParameters(
    inData,
    inData.map(({ name }) => args[name!]),
  );
  return { logIndex: 0, txHash: hash('tx'), contract: account(0xab), topics: topics as Hex[], data: data as Hex };
}

/** The address that a number is. */
export function account(number: number): Address {
  return `0x${number.toString(16).padStart(40, '0')}` as Address;
}
