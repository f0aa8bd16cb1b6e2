import { LIVE } from '../../fold/chain-tables.js';

/**
 * SQL for where money that crosses chains is settled, by the configuration that a settlement was made with: one row
 * for each chain, with its number as text.
 * @param fold the schema of the settlement's checkpoints
 */
export const settlingBy = (fold: string): string => `
  SELECT of.chain::text AS chain, of.from_s, of.until_s, c.interval_s
  FROM ${fold}.settlement_configuration c, unnest(c.chains, c.from_s, c.until_s) AS of (chain, from_s, until_s)`;

/** {@link settlingBy} what is served. */
export const SETTLING = settlingBy(LIVE.fold);

/**
 * SQL for the vaults of a chain from which money ever crossed to another one: from each found, the next is looked for.
 * @param chain an expression for the number of the chain
 */
export const vaultsThatSent = (schema: string, chain: string): string => `
  WITH RECURSIVE sending AS (
    (SELECT vault FROM ${schema}.transit WHERE chain_id = ${chain} ORDER BY vault LIMIT 1)
    UNION ALL
    SELECT (SELECT vault FROM ${schema}.transit t WHERE chain_id = ${chain} AND t.vault > sending.vault ORDER BY vault LIMIT 1)
    FROM sending WHERE sending.vault IS NOT NULL
  )
  SELECT vault FROM sending WHERE vault IS NOT NULL`;

/** SQL for the chain of an asset, as text. */
export const homeOf = (assetId: string): string => `split_part(split_part(${assetId}, '/', 1), ':', 2)`;

/**
 * SQL for whether money that was sent in an interval is still under way (see SettlingSchedule).
 * @param sent names a row with the `mark_s` that the interval ends at
 * @param home names the row of {@link SETTLING} of its asset's chain, all null where that is not followed
 * @param settledTo_s through which mark its vault is settled
 */
export function isUnderWay(sent: string, home: string, settledTo_s: string): string {
  const arrival_s = `greatest(${sent}.mark_s, ${home}.from_s + ${home}.interval_s)`;
  return `(${home}.chain IS NOT NULL AND ${arrival_s} <= ${settledTo_s}
    AND ${arrival_s} <= coalesce(${home}.until_s, ${arrival_s})) IS NOT TRUE`;
}

/** SQL for the money that is under way, over whatever border: rows of `vault_chain_id, vault, token, asset_id, mark_s, amount`. */
export const UNDER_WAY = `
  SELECT sent.* FROM (
    SELECT chain_id AS vault_chain_id, vault, token, asset_id, mark_s, amount FROM ledger.transit
    UNION ALL SELECT vault_chain_id, vault, token, asset_id, mark_s, amount FROM ledger.settled_transit
  ) AS sent
  LEFT JOIN ledger.settlement s ON s.vault_chain_id = sent.vault_chain_id AND s.vault = sent.vault
  LEFT JOIN (${SETTLING}) AS home ON home.chain = ${homeOf('sent.asset_id')}
  WHERE ${isUnderWay('sent', 'home', 'coalesce(s.settled_to_s, 0)')}`;
