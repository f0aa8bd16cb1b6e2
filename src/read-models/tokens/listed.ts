/** The price that a chain's state was folded with for a token at a time, of the list of the configuration: SQL. */
export function listedPrice(chain: string, token: string, time_s: string): string {
  return `SELECT trunc(list.usd * 1e36) AS price, list.decimals, list.symbol, list.from_s
    FROM fold.checkpoint c, jsonb_to_recordset(c.inputs) AS list (token text, usd numeric, decimals bigint, symbol text, from_s bigint)
    WHERE c.chain_id = ${chain} AND list.token = ${token} AND list.from_s <= ${time_s} ORDER BY list.from_s DESC LIMIT 1`;
}
