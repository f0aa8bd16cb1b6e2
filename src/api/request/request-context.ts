import type { DataSource } from 'typeorm';
import type { PastMoment } from '../../read-models/chains/past-moment.js';
import type { Queryable } from '../../read-models/queryable.js';
import { Loaders } from './loaders.js';
import { Snapshot } from '../../read-models/snapshot.js';

/** What lives as long as one request: its moment of the database and what it has looked up there. */
export class RequestContext {
  loaders: Loaders;
  private readonly past = new Map<string, Loaders>();

  private constructor(
    readonly db: Queryable,
    private readonly release: () => Promise<void>,
  ) {
    this.loaders = new Loaders(db);
  }

  /** For a query: everything in it sees one moment. */
  static ofQuery(source: DataSource): RequestContext {
    const snapshot = new Snapshot(source);
    return new RequestContext(snapshot, () => snapshot.close());
  }

  /** For a subscription, which lasts: every question sees the present, and {@link renew} forgets the answers. */
  static ofSubscription(source: DataSource): RequestContext {
    return new RequestContext(source, async () => undefined);
  }

  /** Look-ups of the present, or as of a moment. */
  at(moment: PastMoment | undefined): Loaders {
    if (!moment) return this.loaders;
    let loaders = this.past.get(moment.key);
    if (!loaders) this.past.set(moment.key, (loaders = new Loaders(this.db, moment)));
    return loaders;
  }

  /** Forgets what was looked up: the next event of a subscription is told with the rules of its own time. */
  renew(): void {
    this.loaders = new Loaders(this.db);
  }

  /** Ends the request: nothing can be asked any more. */
  close(): Promise<void> {
    return this.release();
  }
}
