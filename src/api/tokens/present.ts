import { formatPrice } from '../../domain/value/usd.js';
import type { TokenSum } from '../../read-models/assets/sums.js';
import type { TokenPriceView, TokenView } from '../../read-models/tokens/queries.js';
import type { RequestContext } from '../request/request-context.js';
import { toDecimal } from './decimal.js';
import { Amount, Token, TokenPrice } from './token.type.js';

/** A token as the schema shows it. */
export function presentToken(view: TokenView): Token {
  return Object.assign(new Token(), {
    id: `eip155:${view.chainId}/erc20:${view.address}`,
    chain: `eip155:${view.chainId}`,
    address: view.address,
    symbol: view.symbol,
    decimals: view.decimals,
    price: view.price && presentPrice(view.price),
  });
}

function presentPrice({ priceUsdE36, source, position, since_s }: TokenPriceView): TokenPrice {
  return Object.assign(new TokenPrice(), { usd: formatPrice(priceUsdE36), source, position, since: since_s });
}

/** The token of a sum, and the sum in whole tokens. */
export async function withToken(
  context: RequestContext,
  chainId: number,
  address: string,
  amount: bigint,
): Promise<{ token: Token; decimal: string | null }> {
  const view = await context.loaders.tokens.load({ chainId, address });
  return { token: presentToken(view), decimal: toDecimal(amount, view.decimals) };
}

/** Sums as the schema shows them. */
export function presentAmounts(context: RequestContext, sums: readonly TokenSum[]): Promise<Amount[]> {
  return Promise.all(
    sums.map(async ({ chainId, token, amount }) =>
      Object.assign(new Amount(), { amount, ...(await withToken(context, chainId, token, amount)) }),
    ),
  );
}
