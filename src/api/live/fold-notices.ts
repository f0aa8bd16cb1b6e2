import pg from 'pg';
import { FOLD_CHANNEL } from '../../fold/folder.js';
import { Observable, retry, share, timer } from 'rxjs';

/**
 * A fold has moved: what it says at commit. `rewoundTo`: state after this position was taken back before
 * what is there now. `listening`: notices come from now on, those before may have been missed.
 */
export type FoldNotice = { readonly chain: number; readonly rewoundTo: string | null } | 'listening';

const RETRY_MAX_MS = 5_000;

/**
 * Notices of all folds, whichever process they run in, over one connection that is opened with the first
 * subscriber and opened again when it breaks.
 */
export class FoldNotices {
  /** Counts notices: whatever was read before the latest one may be stale. */
  version = 0;

  readonly all: Observable<FoldNotice>;

  constructor(
    private readonly databaseUrl: string,
    onBroken: (error: unknown) => void = () => undefined,
  ) {
    let broken = false;
    this.all = new Observable<FoldNotice>((observer) => {
      const client = new pg.Client({ connectionString: this.databaseUrl, application_name: 'tributary notices' });
      client.on('error', (error) => observer.error(error));
      client.on('end', () => observer.error(new Error('The connection for notices has ended.')));
      client.on('notification', ({ payload }) => {
        this.version += 1;
        const notice = parseNotice(payload);
        if (notice) observer.next(notice);
      });
      client
        .connect()
        .then(() => client.query(`LISTEN ${FOLD_CHANNEL}`))
        .then(() => {
          this.version += 1;
          broken = false;
          observer.next('listening');
        })
        .catch((error: unknown) => observer.error(error));
      return () => {
        client.removeAllListeners('end');
        client.end().catch(() => undefined);
      };
    }).pipe(
      retry({
        delay: (error, attempt) => {
          if (!broken) onBroken(error);
          broken = true;
          return timer(Math.min(100 * 2 ** Math.min(attempt, 10), RETRY_MAX_MS));
        },
        resetOnSuccess: true,
      }),
      share(),
    );
  }
}

function parseNotice(payload: string | undefined): FoldNotice | undefined {
  try {
    const { chain, rewoundTo } = JSON.parse(payload ?? '') as Record<string, unknown>;
    if (typeof chain !== 'number') return undefined;
    return { chain, rewoundTo: typeof rewoundTo === 'string' ? rewoundTo : null };
  } catch {
    return undefined;
  }
}
