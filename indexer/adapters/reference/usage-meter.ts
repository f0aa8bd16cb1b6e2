import type { EventParams } from '@subsquid/evm-abi';
import { type Address, type Hex, ZERO_ADDRESS, ZERO_HASH } from '../../../src/domain/ids.js';
import { OPERATIONS } from '../../../src/domain/vocabulary.js';
import type { Mapping } from '../adapter.js';
import { displayText } from '../text.js';
import type { events } from './generated/UsageMeter.js';
import { foreignAssetId, word } from './unreadable.js';

type Events = typeof events;
type Mappings = { readonly [K in keyof Events]?: Mapping<EventParams<Events[K]>> };

/** What the meter's events mean; those that are missing mean nothing here. */
export const METER_MAPPINGS = {
  UsageRecorded: (event) => [
    {
      kind: 'UsageRecorded',
      payload: {
        asset: foreignAssetId(event.assetChainId, event.assetRegistry, event.assetId),
        consumer: event.consumer as Address,
        application: orNull(event.application as Address, ZERO_ADDRESS),
        operation: word(OPERATIONS, event.operation, 'operation'),
        units: event.units,
        token: event.token as Address,
        amount: event.amount,
        executor: orNull(event.executor as Address, ZERO_ADDRESS),
        receiptId: event.receiptId as Hex,
        parentReceiptId: orNull(event.parentReceiptId as Hex, ZERO_HASH),
        held: false,
        settlement: 'VAULT',
      },
    },
  ],

  FeeSet: (event, log) => [
    {
      kind: 'FeeSet',
      payload: {
        usageContract: log.contract,
        feePpm: event.feePpm,
        treasury: event.treasury as Address,
        vault: event.vault as Address,
      },
    },
  ],

  TokenDescribed: (event) => [
    {
      kind: 'TokenDescribed',
      payload: { token: event.token as Address, symbol: displayText(event.symbol), decimals: event.decimals },
    },
  ],
} satisfies Mappings;

/** Contracts write zero for "none". */
function orNull<T extends string>(value: T, none: T): T | null {
  return value === none ? null : value;
}
