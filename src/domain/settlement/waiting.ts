import { homeChain } from '../ids.js';
import type { SettlementBooks } from './books.js';
import type { SettledSuspense, SettlementInput } from './types.js';

/**
 * Settled money that waited, before the interval's own sums: what an asset got before its registration
 * joins its totals once it is registered, what a dispute held is decided with the first decision of the
 * interval, the rest goes on waiting, as does everything of chains that do not settle any more.
 */
export function decideWaiting(input: SettlementInput, books: SettlementBooks): void {
  for (const row of input.suspense) decide(row, input, books);
}

function decide(row: SettledSuspense, input: SettlementInput, books: SettlementBooks): void {
  const { assetId, token, usageContract, total, amount } = row;
  if (!input.settles(homeChain(assetId))) {
    books.suspense.add(row);
    return;
  }
  const rules = input.rules(assetId);
  const decision = input.decision(assetId);
  if (!rules?.registered || (rules.disputed && !decision)) {
    books.suspense.add({ ...row, reason: rules?.registered ? 'DISPUTED' : 'UNREGISTERED' });
    return;
  }
  if (row.reason === 'DISPUTED' && decision?.outcome === 'UPHELD') {
    const beneficiary = decision.beneficiary ?? input.treasury(usageContract);
    books.post(token, `suspense:${assetId}`, `beneficiary:${beneficiary}`, amount);
    books.upheld.add({ beneficiary, assetId, token, amount });
    return;
  }
  books.post(token, `suspense:${assetId}`, `asset:${assetId}`, amount);
  books.grow(assetId, token, total, amount);
}
