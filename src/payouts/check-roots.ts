import type pg from 'pg';
import type { Address, ChainId, Hex } from '../domain/ids.js';
import { inTransaction, ONE_MOMENT } from '../fold/transaction.js';
import { CHECKED, FOLLOWED } from '../read-models/payouts/queries.js';
import { type Queryable, queryable } from '../read-models/queryable.js';
import type { PayoutMarks } from './accrued.js';
import { latestMarks, whyNotAt } from './marks.js';
import { lookAtClaims, storeOverpaid, vaultsToLookAt } from './overpaid.js';
import { computePayoutRoot, type PayoutRoot, rootOf } from './payout-root.js';
import { keepOnly, storeRoot } from './store.js';

/** A root that a vault has published. */
export interface PublishedRoot {
  readonly vault: { readonly chain: ChainId; readonly address: Address };
  readonly epoch: number;
  readonly root: Hex;
  readonly marks: PayoutMarks;
  readonly configurationDigest: Hex;
  /** Whether it is what the ledger says; null where nobody has looked. */
  readonly agrees: boolean | null;
  /** Whether it was looked at, and its leaves are here where it is right. */
  readonly isDone: boolean;
}

/** What looking at a published root has found. */
export interface RootFinding {
  readonly agrees: boolean;
  /** One sentence. */
  readonly detail: string;
  /** Null where none could be made at its marks. */
  readonly computed: PayoutRoot | null;
}

/** Roots that claims are made against now, and those that will be: of every vault, oldest first. */
export async function currentRoots(db: Queryable): Promise<PublishedRoot[]> {
  const rows = await db.query<Record<string, string> & { agrees: boolean | null; done: boolean }>(
    `SELECT r.chain_id, r.vault, r.epoch, r.root, r.mark_s, r.remote_mark_s, r.configuration_digest, k.agrees,
            k.agrees IS NOT NULL AND (NOT k.agrees OR EXISTS (
              SELECT 1 FROM payout.tree t
              WHERE t.chain_id = r.chain_id AND t.vault = r.vault AND t.root = r.root AND t.piece = 0)) AS done
     FROM ledger.payout_root r JOIN fold.checkpoint c ON c.chain_id = r.chain_id
     ${CHECKED}
     WHERE r.replaced_time_s IS NULL AND NOT EXISTS (${FOLLOWED}) ORDER BY r.chain_id, r.vault, r.published_at`,
  );
  return rows.map((row) => ({
    vault: { chain: Number(row['chain_id']) as ChainId, address: row['vault'] as Address },
    epoch: Number(row['epoch']),
    root: row['root'] as Hex,
    marks: { mark_s: Number(row['mark_s']), remoteMark_s: Number(row['remote_mark_s']) },
    configurationDigest: row['configuration_digest'] as Hex,
    agrees: row.agrees,
    isDone: row.done,
  }));
}

/** What a published root is held against. */
export interface RootCheckOptions {
  readonly interval_s: number;
  readonly configurationDigest: Hex;
}

/** Computes a published root again. Undefined as long as the ledger has not come to its marks. */
export async function checkRoot(
  db: Queryable,
  published: PublishedRoot,
  { interval_s, configurationDigest }: RootCheckOptions,
): Promise<RootFinding | undefined> {
  const { vault, marks, root } = published;
  const latest = await latestMarks(db, vault);
  const never = whyNotAt(marks, { mark_s: Infinity, remoteMark_s: Infinity }, interval_s);
  if (never) return { agrees: false, detail: `It cannot be computed: ${never}.`, computed: null };
  if (whyNotAt(marks, latest, interval_s)) return undefined;
  const computed = await computePayoutRoot(db, vault, marks);
  const agrees = rootOf(computed) === root;
  const sameDigest = published.configurationDigest === configurationDigest;
  const made = sameDigest ? '' : ` It was published with another configuration, ${published.configurationDigest}.`;
  const detail = agrees
    ? `It is what the ledger says.${made}`
    : `The ledger says ${rootOf(computed) ?? 'that nothing is to be paid'} at these marks.${made}`;
  return { agrees, detail, computed };
}

/** Keeps the leaves of published roots that are right, and says of the others that they are not. */
export class RootKeeper {
  constructor(
    private readonly db: pg.ClientBase,
    private readonly options: RootCheckOptions,
  ) {}

  /** Looks at what was published since, each root in a transaction of its own. @returns findings that are new */
  async keep(signal: AbortSignal = new AbortController().signal): Promise<(RootFinding & PublishedRoot)[]> {
    const findings: (RootFinding & PublishedRoot)[] = [];
    const current = await inTransaction(this.db, () => currentRoots(queryable(this.db)), ONE_MOMENT);
    for (const published of current) {
      if (published.isDone || signal.aborted) continue;
      const finding = await inTransaction(this.db, () => this.look(published), ONE_MOMENT);
      if (finding) findings.push({ ...published, ...finding });
    }
    await this.lookAtClaims(signal);
    return findings;
  }

  /** After a chain was folded anew: only then can more be claimed than has accrued. */
  private async lookAtClaims(signal: AbortSignal): Promise<void> {
    const db = queryable(this.db);
    for (const { vault } of await vaultsToLookAt(db)) {
      if (signal.aborted) return;
      const look = async (): Promise<void> => {
        const now = (await vaultsToLookAt(db)).find((other) => isSameVault(other, { vault }));
        if (now) await lookAtClaims(this.db, db, vault, now.state);
      };
      await inTransaction(this.db, look, ONE_MOMENT);
    }
  }

  private async look(published: PublishedRoot): Promise<RootFinding | undefined> {
    const db = queryable(this.db);
    const finding = await checkRoot(db, published, this.options);
    if (!finding) return undefined;
    const { vault, root, marks, configurationDigest } = published;
    await this.db.query(
      `INSERT INTO payout.checked_root
         (chain_id, vault, root, mark_s, remote_mark_s, configuration_digest, agrees, detail)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (chain_id, vault, root, mark_s, remote_mark_s, configuration_digest)
       DO UPDATE SET agrees = excluded.agrees, detail = excluded.detail`,
      [
        ...[vault.chain, vault.address, root, marks.mark_s, marks.remoteMark_s, configurationDigest],
        ...[finding.agrees, finding.detail],
      ],
    );
    if (finding.agrees) await storeRoot(this.db, finding.computed!);
    if (finding.computed) await storeOverpaid(this.db, vault, marks, finding.computed.overpaid);
    const current = (await currentRoots(db)).filter((other) => isSameVault(other, published));
    await keepOnly(
      this.db,
      vault,
      current.map((other) => other.root),
    );
    return finding;
  }
}

function isSameVault(a: Pick<PublishedRoot, 'vault'>, b: Pick<PublishedRoot, 'vault'>): boolean {
  return a.vault.chain === b.vault.chain && a.vault.address === b.vault.address;
}
