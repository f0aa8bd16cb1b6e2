import { type Queryable, toNumber } from '../queryable.js';

export interface TokenKey {
  readonly chainId: number;
  readonly address: string;
}

/** A token as its chain's events have described it. */
export interface TokenView extends TokenKey {
  readonly symbol: string | null;
  readonly decimals: number | null;
}

/** The described ones among the tokens asked for, in any order. */
export async function getTokens(db: Queryable, keys: readonly TokenKey[]): Promise<TokenView[]> {
  const rows = await db.query<{ chain_id: string; token: string; symbol: string; decimals: string }>(
    `SELECT t.chain_id, t.token, t.symbol, t.decimals
     FROM unnest($1::bigint[], $2::text[]) AS k(chain_id, token)
     JOIN ledger.token t ON t.token = k.token AND t.chain_id = k.chain_id`,
    [keys.map((key) => key.chainId), keys.map((key) => key.address)],
  );
  return rows.map((row) => ({
    chainId: toNumber(row.chain_id),
    address: row.token,
    symbol: row.symbol,
    decimals: toNumber(row.decimals),
  }));
}
