import pg from 'pg';
import type { ChainId } from '../domain/ids.js';
import type { SettlingChain } from '../domain/settlement/settling-chains.js';
import { ChainTables, createCopy, dropCopy, LIVE, type Schemas } from '../fold/chain-tables.js';
import { type Checkpoint, readCheckpoint } from '../fold/checkpoint.js';
import { FoldSession } from '../fold/fold-session.js';
import { ledgerProjection } from '../read-models/ledger-projection.js';
import { LEDGER_TABLES, SETTLED_TABLES } from '../read-models/ledger-tables.js';
import { Settler } from '../settlement/settlement.js';
import type { SettledMarks } from './settled-marks.js';

/** A second state in schemas of its own, made from the same log, from nothing. */
export class RebuiltCopy {
  private readonly clients: pg.Client[] = [];
  private readonly sessions = new Map<ChainId, FoldSession>();
  private readonly never = new AbortController().signal;

  private constructor(
    private readonly url: string,
    private readonly interval_s: number,
    private readonly chains: readonly SettlingChain[],
    private readonly admin: pg.Client,
    readonly schemas: Schemas,
  ) {}

  /** Makes the copy, empty, for as long as `work` takes. */
  static async with<T>(
    options: { url: string; interval_s: number; chains: readonly SettlingChain[] },
    work: (copy: RebuiltCopy) => Promise<T>,
  ): Promise<T> {
    const admin = new pg.Client({ connectionString: options.url, application_name: 'tributary verify' });
    await admin.connect();
    const schemas = await createCopy(admin, `verify_${process.pid}`, [...LEDGER_TABLES, ...SETTLED_TABLES]);
    const copy = new RebuiltCopy(options.url, options.interval_s, options.chains, admin, schemas);
    try {
      return await work(copy);
    } finally {
      await Promise.allSettled(copy.clients.map((client) => client.end()));
      await dropCopy(admin, schemas).finally(() => admin.end());
    }
  }

  /**
   * Folds a chain up to where its live fold stands at this moment.
   * @returns where it stands; undefined where nothing is folded yet
   */
  async catchUp(chain: ChainId, report: (events: number) => void = () => undefined): Promise<Checkpoint | undefined> {
    const live = await readCheckpoint(this.admin, new ChainTables(LIVE, chain));
    if (!live) return undefined;
    const session = await this.session(chain, live.inputs);
    const upTo = live.status === 'FOLLOWING' ? undefined : (live.position ?? undefined);
    await session.catchUp(this.never, () => report(session.events), { asOf: live.lastBatch, upTo });
    return session.checkpoint;
  }

  /** Settles from nothing, as far as the marks given. */
  async settle(marks: SettledMarks): Promise<void> {
    for (const { id } of this.chains) await this.catchUp(id);
    const settler = new Settler(this.admin, {
      schemas: this.schemas,
      interval_s: this.interval_s,
      chains: this.chains,
      limit_s: (vault) => marks.settledTo_s(vault),
      closingLimit_s: (vault, home) => marks.closedTo_s(vault, home),
    });
    await settler.settle();
  }

  private async session(chain: ChainId, inputs: unknown): Promise<FoldSession> {
    const known = this.sessions.get(chain);
    if (known) return known;
    const [writer, reader] = [await this.connect(), await this.connect()];
    const { interval_s, schemas } = this;
    const projection = ledgerProjection(chain, interval_s).withInputs(inputs);
    const session = new FoldSession({ chain, interval_s, projection, schemas, writer, reader });
    await session.open();
    this.sessions.set(chain, session);
    return session;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url, application_name: 'tributary verify' });
    this.clients.push(client);
    await client.connect();
    return client;
  }
}
