import type { Address } from '../ids.js';
import type { EventContext } from './context.js';
import type { PostingAccount } from './state.js';

/** The money that an event moves: whose vault holds it, of which token, through which contract it came. */
export interface Purse {
  readonly vault: Address;
  readonly token: Address;
  readonly usageContract: Address;
}

/** Posts an amount from one account to another in the event's interval; nothing for nothing. */
export function post(
  { state, mark_s }: EventContext,
  { vault, token }: Pick<Purse, 'vault' | 'token'>,
  debit: PostingAccount,
  credit: PostingAccount,
  amount: bigint,
): void {
  if (amount === 0n) return;
  state.postings.add({ vault, token, mark_s, debit, credit, amount, count: 1n });
}
