import type { CanonicalPayloads } from '../events/canonical.js';
import type { Address } from '../ids.js';
import { parsePrice, valueE18 } from '../value/usd.js';
import { anomaly } from './anomalies.js';
import { since, type EventContext } from './context.js';
import type { NoUsdReason, TokenRow, UsdValue } from './token-rows.js';

/** From here on a whole token is worth this; a price in the log goes before those of the configuration. */
export function pricePosted(context: EventContext, event: CanonicalPayloads['PricePosted']): void {
  const { token, priceUsd, source } = event;
  const priceUsdE36 = parsePrice(priceUsd);
  if (priceUsdE36 === undefined) {
    anomaly(context, 'PRICE_INVALID', `${priceUsd} is no price of ${token}; the last one stays.`, null);
    return;
  }
  const { position: pricedAt, time_s: pricedTime_s } = context.at;
  putToken(context, { ...tokenOrBlank(context, token), priceUsdE36, priceSource: source, pricedAt, pricedTime_s });
}

export function tokenDescribed(context: EventContext, event: CanonicalPayloads['TokenDescribed']): void {
  const { token, symbol, decimals } = event;
  putToken(context, { ...tokenOrBlank(context, token), symbol, decimals });
}

function tokenOrBlank({ state }: EventContext, token: Address): TokenRow {
  const blank = { symbol: null, decimals: null, priceUsdE36: null, priceSource: null };
  return state.tokens.get({ token }) ?? { token, ...blank, pricedAt: null, pricedTime_s: null };
}

function putToken(context: EventContext, row: TokenRow): void {
  context.state.tokens.put(row);
  context.state.tokenHistory.append(Object.assign(since(context), row));
}

/**
 * What a token is worth at the event at hand: by the last price posted, else by the one listed for this
 * time, and by the decimals that the chain has told, else those listed.
 */
export class TokenValue {
  private readonly priceUsdE36: bigint | null;
  private readonly decimals: number | null;

  constructor({ state, at }: EventContext, token: Address) {
    const told = state.tokens.get({ token });
    let price = told?.priceUsdE36 ?? null;
    let decimals = told?.decimals ?? null;
    if (price === null || decimals === null) {
      const listed = state.prices.find(token, at.time_s);
      price ??= listed?.priceUsdE36 ?? null;
      decimals ??= listed?.decimals ?? null;
    }
    this.priceUsdE36 = price;
    this.decimals = decimals;
  }

  /** What base units of it are worth. Nothing is worth nothing, whatever the price. */
  of(amount: bigint): UsdValue {
    if (amount === 0n) return WORTHLESS;
    if (this.priceUsdE36 === null) return missing('NO_PRICE');
    if (this.decimals === null) return missing('NO_DECIMALS');
    return { usdE18: valueE18(amount, this.priceUsdE36, this.decimals), noUsd: null };
  }
}

const WORTHLESS: UsdValue = { usdE18: 0n, noUsd: null };
const missing = (noUsd: NoUsdReason): UsdValue => ({ usdE18: null, noUsd });
