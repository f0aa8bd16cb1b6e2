import { idOf, nameOf } from '../../fold/dictionary.js';
import type { PastMoment } from '../chains/past-moment.js';
import { type Queryable, toBigInt, toNumber } from '../queryable.js';

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

/** Where a posting stands in the list: mark, vault, token, debit, credit, settled (0 or 1). */
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

/** Which postings. */
export interface PostingCriteria {
  readonly chainId: number;
  readonly vault?: string | null;
  readonly token?: string | null;
  /** Only what counted at a moment of the past. What the settlement wrote is final, so it counts up to its mark. */
  readonly moment?: PastMoment | undefined;
}

const NAMES = ['vault', 'token', 'debit', 'credit'].map((column) => `${nameOf(`p.${column}`)} AS ${column}`).join(', ');
const ORDER = 'mark_s DESC, vault, token, debit, credit';

/**
 * Postings of a chain's vaults, newest interval first, after the one given. Within an interval those of the
 * fold come before those of the settlement, each in an order of their own that stays.
 */
export async function listPostings(
  db: Queryable,
  by: PostingCriteria,
  after: PostingKey | null,
  limit: number,
): Promise<PostingView[]> {
  const parameters: unknown[] = [];
  const bind = (value: unknown): string => `$${parameters.push(value)}`;
  const folded = conditions(by, bind, idOf, 'chain_id');
  const settled = conditions(by, bind, (name) => name, 'vault_chain_id');
  if (by.moment) {
    const settled_s = by.moment.marks.has(by.chainId) ? by.moment.mark_s : 0;
    folded.push(`mark_s <= ${bind(by.moment.markOf(by.chainId))}::bigint`);
    settled.push(`mark_s <= ${bind(settled_s)}::bigint`);
  }
  if (after) {
    folded.push(isAfter(after, 0, bind, idOf));
    settled.push(isAfter(after, 1, bind, (name) => name));
  }
  const most = bind(limit);
  const rows = await db.query<PostingRecord>(
    `SELECT * FROM (
       SELECT chain_id, mark_s, ${NAMES}, amount, count, 0 AS settled, p.vault AS v, p.token AS t, p.debit AS d, p.credit AS c
       FROM (SELECT * FROM ledger.posting WHERE ${folded.join(' AND ')} ORDER BY ${ORDER} LIMIT ${most}) p
       UNION ALL
       (SELECT vault_chain_id, mark_s, vault, token, debit, credit, amount, count, 1, 0, 0, 0, 0
        FROM ledger.settled_posting WHERE ${settled.join(' AND ')} ORDER BY ${ORDER} LIMIT ${most})
     ) both_kinds ORDER BY mark_s DESC, settled, v, t, d, c, vault, token, debit, credit LIMIT ${most}`,
    parameters,
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

type Bind = (value: unknown) => string;
/** What a name is compared with, given its parameter. */
type Stored = (parameter: string) => string;

function conditions({ chainId, vault, token }: PostingCriteria, bind: Bind, stored: Stored, chain: string): string[] {
  return [
    `${chain} = ${bind(chainId)}`,
    ...(vault == null ? [] : [`vault = ${stored(bind(vault))}`]),
    ...(token == null ? [] : [`token = ${stored(bind(token))}`]),
  ];
}

/** The condition that a row of one kind comes after the key's row, which may be of the other. */
function isAfter([mark_s, ...names]: PostingKey, kind: 0 | 1, bind: Bind, stored: Stored): string {
  const settled = names.pop() as number;
  const mark = bind(mark_s);
  if (settled !== kind) return `mark_s ${kind > settled ? '<=' : '<'} ${mark}::bigint`;
  const place = names.map((name) => stored(`${bind(name)}::text`)).join(', ');
  return `mark_s <= ${mark}::bigint AND (-mark_s, vault, token, debit, credit) > (-${mark}::bigint, ${place})`;
}
