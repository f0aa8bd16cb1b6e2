import type { NoUsdReason as UnknownValue } from '../../domain/ledger/token-rows.js';
import { noRate, rateOfPrice, shownWorth, worthAt, type Worth } from '../../domain/value/rate.js';
import { formatValue } from '../../domain/value/usd.js';
import type { TokenView } from '../../read-models/tokens/queries.js';
import type { UsageView } from '../../read-models/usages/queries.js';
import type { RequestContext } from '../request/request-context.js';
import type { NoUsdReason } from '../vocabulary/enums.js';
import { UsdValue } from './usd.type.js';

const value = (fields: UsdValue): UsdValue => Object.assign(new UsdValue(), fields);

/** What a usage was worth where its money was divided. */
export function usageValue(view: UsageView): UsdValue {
  if (view.usdE18 !== null) return value({ usd: formatValue(view.usdE18), missing: 0n, reason: null, derived: false });
  return value({ usd: null, missing: view.amount, reason: whyNot(view), derived: false });
}

function whyNot({ status, noUsd }: UsageView): NoUsdReason {
  return status === 'SETTLED' ? (noUsd ?? 'NO_PRICE') : status;
}

/**
 * A sum of usages' values.
 * @param missing base units of `amount` that have none
 */
export function summedValue(usdE18: bigint, amount: bigint, missing: bigint, token: TokenView): UsdValue {
  const isKnown = missing === 0n || missing < amount;
  const reason = missing === 0n ? null : reasonNow(token);
  return value({ usd: isKnown ? formatValue(usdE18) : null, missing, reason, derived: false });
}

/** Why usages of a token had no value, as far as that is still so. */
function reasonNow({ price, decimals }: TokenView): UnknownValue {
  return price !== null && decimals === null ? 'NO_DECIMALS' : 'NO_PRICE';
}

/** A worth that was derived from a rate, as the schema tells it. */
export function derivedValue({ usdE18, missing, reason }: Worth): UsdValue {
  return value({ usd: usdE18 === null ? null : formatValue(usdE18), missing, reason, derived: true });
}

/** What an amount is worth by the price in force now. */
export async function valueNow(
  context: RequestContext,
  chainId: number,
  token: string,
  amount: bigint,
): Promise<UsdValue> {
  const { price, decimals } = await context.loaders.tokens.load({ chainId, address: token });
  const lacks = price === null ? 'NO_PRICE' : 'NO_DECIMALS';
  const rate = price === null || decimals === null ? noRate(lacks) : rateOfPrice(price.priceUsdE36, decimals);
  return derivedValue(shownWorth(amount, worthAt(amount, rate)));
}
