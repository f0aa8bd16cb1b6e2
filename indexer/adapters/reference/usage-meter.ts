import type { EventParams } from '@subsquid/evm-abi';
import type { CanonicalEvent } from '../../../src/domain/events/canonical.js';
import { type Address, assetId, type Hex, ZERO_ADDRESS, ZERO_HASH } from '../../../src/domain/ids.js';
import { OPERATIONS } from '../../../src/domain/vocabulary.js';
import type { Mapping } from '../adapter.js';
import { displayText } from '../text.js';
import type { events } from './generated/UsageMeter.js';
import { exact, foreignAssetId, orNull, word } from '../unreadable.js';

type Events = typeof events;
type Mappings = { readonly [K in keyof Events]?: Mapping<EventParams<Events[K]>> };

/** What the meter's events mean; those that are missing mean nothing here. */
export const METER_MAPPINGS = {
  UsageRecorded: (event) => [usageOf(event, false)],

  UsageHeld: (event) => [usageOf(event, true)],

  UsageReleased: (event) => [
    { kind: 'UsageReleased', payload: { receiptId: event.receiptId as Hex, reason: displayText(event.reason) } },
  ],

  UsageReversed: (event) => [
    { kind: 'UsageReversed', payload: { receiptId: event.receiptId as Hex, reason: displayText(event.reason) } },
  ],

  LicenseGranted: (event, _log, block) => [
    {
      kind: 'LicenseGranted',
      payload: {
        asset: assetId(block.chain, event.assetRegistry as Address, event.assetId),
        licensee: event.licensee as Address,
        termsHash: event.termsHash as Hex,
        fee: event.fee,
        token: event.token as Address,
        expiry_s: exact(event.expiry, 'expiry'),
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

/** A usage, whose money is in the vault, or is held by the meter until it is decided. */
function usageOf(event: EventParams<Events['UsageRecorded']>, held: boolean): CanonicalEvent {
  return {
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
      held,
      settlement: 'VAULT',
    },
  };
}
