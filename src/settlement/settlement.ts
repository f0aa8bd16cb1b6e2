import type pg from 'pg';
import { BehaviorSubject, merge, type Observable, of, timer } from 'rxjs';
import type { Address, ChainId } from '../domain/ids.js';
import { type SettlingChain, SettlingSchedule } from '../domain/settlement/settling-chains.js';
import { LIVE, type Schemas } from '../fold/chain-tables.js';
import { type HeldWork, HeldWorker } from '../fold/held-work.js';
import { inTransaction, oneMoment } from '../fold/transaction.js';
import { vaultsThatSent } from '../read-models/settled/under-way.js';
import { lockToSettle } from './lock.js';
import { resetIfReopened } from './reset.js';
import { settleVault, type SettlementScope } from './settle-vault.js';
import type { Vault } from './vault-tables.js';

/** Where the settlement announces a commit, with `{"chain":N,"vault":"0x..","settledTo_s":N}` of the vault. */
export const SETTLEMENT_CHANNEL = 'tributary_settlement';

export interface SettlementOptions {
  readonly url: string;
  readonly interval_s: number;
  /** The chains in the configuration. */
  readonly chains: readonly SettlingChain[];
  /** What is announced on FOLD_CHANNEL. */
  readonly announced: Observable<string>;
  readonly poll_ms?: number;
  readonly schemas?: Schemas;
}

export interface SettlementStatus {
  /** WAITING: another process settles. FAILED: tried again in a moment. */
  readonly state: 'STOPPED' | 'WAITING' | 'SETTLING' | 'FAILED';
  readonly error?: string;
}

const POLL_MS = 2_000;

/** Keeps the transit of every vault settled, as far as chains have closed their intervals. */
export class Settlement extends HeldWorker {
  private readonly subject = new BehaviorSubject<SettlementStatus>({ state: 'STOPPED' });

  constructor(private readonly options: SettlementOptions) {
    super();
  }

  /** The present status and every change of it. */
  get status(): Observable<SettlementStatus> {
    return this.subject.asObservable();
  }

  override async stop(): Promise<void> {
    await super.stop();
    this.subject.next({ state: 'STOPPED' });
  }

  protected work(): HeldWork {
    const { url, interval_s, chains, announced, poll_ms = POLL_MS, schemas = LIVE } = this.options;
    return {
      url,
      lock: `tributary settlement ${schemas.ledger}`,
      name: 'tributary settlement',
      triggers: merge(of(''), announced, timer(poll_ms, poll_ms)),
      open: ({ writer }, signal) => {
        const settler = new Settler(writer, { schemas, interval_s, chains });
        this.subject.next({ state: 'SETTLING' });
        return Promise.resolve(() => settler.settle(signal));
      },
      report: (state, error) => this.subject.next({ state, error }),
    };
  }
}

type SettlerOptions = Pick<SettlementOptions, 'interval_s' | 'chains'> &
  Pick<SettlementScope, 'schemas' | 'limit_s' | 'closingLimit_s'>;

/** Settles whatever can be settled, over one connection. */
export class Settler {
  private settledAt = '';
  private readonly schedule: SettlingSchedule;

  constructor(
    private readonly db: pg.ClientBase,
    private readonly options: SettlerOptions,
  ) {
    this.schedule = new SettlingSchedule(options.chains, options.interval_s);
  }

  /** Does nothing as long as no chain has closed a further interval. */
  async settle(signal: AbortSignal = new AbortController().signal): Promise<void> {
    const { schemas, interval_s, chains } = this.options;
    if (await resetIfReopened(this.db, { schemas, interval_s, chains })) this.settledAt = '';
    const { closed, moment } = await closedMarks(this.db, schemas);
    if (moment === this.settledAt) return;
    for (const { id: chain } of chains) {
      for (const address of await this.vaultsOf(chain, closed.get(chain) ?? 0)) {
        while (!signal.aborted && (await this.step({ chain, address })));
      }
    }
    if (!signal.aborted) this.settledAt = moment;
  }

  private async step(vault: Vault): Promise<boolean> {
    const { schemas } = this.options;
    // One moment for all that is read: a fold that starts over meanwhile is seen wholly or not at all, and
    // nobody puts another state in its place before the end.
    const settle = async (): Promise<boolean> => {
      const { closed } = await closedMarks(this.db, schemas);
      const scope = {
        ...this.options,
        schedule: this.schedule,
        closedTo_s: (chain: ChainId) => closed.get(chain) ?? 0,
      };
      const more = await settleVault(this.db, scope, vault);
      await this.announce(vault);
      return more;
    };
    return inTransaction(this.db, settle, oneMoment(schemas.fold, lockToSettle(schemas.ledger)));
  }

  private async announce({ chain, address }: Vault): Promise<void> {
    await this.db.query(
      `SELECT pg_notify($1, json_build_object('chain', vault_chain_id, 'vault', vault, 'settledTo_s', settled_to_s)::text)
       FROM ${this.options.schemas.ledger}.settlement WHERE vault_chain_id = $2 AND vault = $3`,
      [SETTLEMENT_CHANNEL, chain, address],
    );
  }

  /** Vaults of a chain that a usage contract named or that held transit in closed intervals: the others may go. */
  private async vaultsOf(chain: ChainId, closedTo_s: number): Promise<Address[]> {
    const { ledger } = this.options.schemas;
    const { rows } = await this.db.query<{ vault: Address }>(
      `SELECT vault FROM (${vaultsThatSent(ledger, '$1')}) AS sending WHERE EXISTS (
         SELECT 1 FROM ${ledger}.transit t WHERE t.chain_id = $1 AND t.vault = sending.vault AND t.mark_s <= $2
       )
       UNION SELECT vault FROM ${ledger}.fee_history WHERE chain_id = $1 AND time_s < $2 ORDER BY vault`,
      [chain, closedTo_s],
    );
    return rows.map(({ vault }) => vault);
  }
}

interface Closed {
  /** The greatest mark that each chain has closed. */
  readonly closed: ReadonlyMap<ChainId, number>;
  /**
   * As long as it stays the same there is nothing to settle. A state that took another's place brings the settlement
   * as it was a moment earlier, when other chains had closed less.
   */
  readonly moment: string;
}

async function closedMarks(db: pg.ClientBase, schemas: Schemas): Promise<Closed> {
  const { rows } = await db.query<{ chain_id: string; closed_to_s: string; replaced: number }>(
    `SELECT chain_id, closed_to_s, replaced FROM ${schemas.fold}.checkpoint ORDER BY chain_id`,
  );
  return {
    closed: new Map(rows.map((row) => [Number(row.chain_id) as ChainId, Number(row.closed_to_s)])),
    moment: JSON.stringify(rows.map(({ chain_id, closed_to_s, replaced }) => [chain_id, closed_to_s, replaced])),
  };
}
