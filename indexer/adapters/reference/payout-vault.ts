import type { EventParams } from '@subsquid/evm-abi';
import type { Address, Hex } from '../../../src/domain/ids.js';
import type { Mapping } from '../adapter.js';
import type { events } from './generated/PayoutVault.js';
import { exact } from '../unreadable.js';

type Events = typeof events;
type Mappings = { readonly [K in keyof Events]?: Mapping<EventParams<Events[K]>> };

/** What the vault's events mean; those that are missing mean nothing here. */
export const VAULT_MAPPINGS = {
  PayoutRootPublished: (event, log) => [
    {
      kind: 'PayoutRootPublished',
      payload: {
        vault: log.contract,
        epoch: event.epoch,
        root: event.root as Hex,
        mark_s: exact(event.mark, 'mark'),
        remoteMark_s: exact(event.remoteMark, 'remote mark'),
        configurationDigest: event.configurationDigest as Hex,
        activeFrom_s: exact(event.activeFrom, 'time of activation'),
      },
    },
  ],

  Claimed: (event, log) => [
    {
      kind: 'Claimed',
      payload: {
        vault: log.contract,
        contributor: event.contributor as Address,
        token: event.token as Address,
        amount: event.amount,
      },
    },
  ],
} satisfies Mappings;
