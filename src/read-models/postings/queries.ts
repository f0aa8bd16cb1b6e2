import { Conditions, type Queryable, toBigInt, toNumber } from '../queryable.js';

/** Money that left one account for another in an interval, in base units. */
export interface PostingView {
  readonly chainId: number;
  readonly vault: string;
  readonly token: string;
  readonly mark_s: number;
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
  readonly count: bigint;
  /** Whether the settlement wrote it. */
  readonly settled: boolean;
}

/** Where a posting stands in the list: mark, vault, token, debit, credit, settled. */
export type PostingKey = readonly [number, string, string, string, string, number];

interface PostingRecord {
  chain_id: string;
  vault: string;
  token: string;
  mark_s: string;
  debit: string;
  credit: string;
  amount: string;
  count: string;
  settled: number;
}

/** Postings of a chain's vaults, newest interval first, after the one given. */
export async function listPostings(
  db: Queryable,
  by: { readonly chainId: number; readonly vault?: string | null; readonly token?: string | null },
  after: PostingKey | null,
  limit: number,
): Promise<PostingView[]> {
  const where = new Conditions().equal('p.chain_id', by.chainId).equal('p.vault', by.vault).equal('p.token', by.token);
  if (after) {
    const [mark_s, ...rest] = after;
    where.add(
      `(-p.mark_s, p.vault, p.token, p.debit, p.credit, p.settled) > (?::bigint, ?, ?, ?, ?, ?::int)`,
      -mark_s,
      ...rest,
    );
  }
  const rows = await db.query<PostingRecord>(
    `SELECT * FROM (
       SELECT chain_id, vault, token, mark_s, debit, credit, amount, count, 0 AS settled FROM ledger.posting
       UNION ALL
       SELECT vault_chain_id, vault, token, mark_s, debit, credit, amount, count, 1 FROM ledger.settled_posting
     ) p ${where.where()}
     ORDER BY -p.mark_s, p.vault, p.token, p.debit, p.credit, p.settled LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map((row) => ({
    chainId: toNumber(row.chain_id),
    vault: row.vault,
    token: row.token,
    mark_s: toNumber(row.mark_s),
    debit: row.debit,
    credit: row.credit,
    amount: toBigInt(row.amount),
    count: toBigInt(row.count),
    settled: row.settled === 1,
  }));
}
