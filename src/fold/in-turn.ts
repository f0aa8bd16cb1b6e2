import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type pg from 'pg';

/** Whose queries take turns already: to let them do so once more would make each wait twice. */
const taking = new WeakSet<pg.ClientBase>();

/**
 * Lets the queries of a connection wait for each other: pages of the log, rows and names are asked for over one, each
 * by somebody who knows nothing of the others, and the client refuses to be asked while it waits for an answer.
 * What is copied from it comes as the promise of a stream, whose turn lasts until it ends: to be read at once.
 */
export function inTurn<C extends pg.ClientBase>(client: C): C {
  if (taking.has(client)) return client;
  taking.add(client);
  const query = client.query.bind(client) as (...query: unknown[]) => Promise<unknown>;
  let last: Promise<unknown> = Promise.resolve();
  const waiting = (...asked: unknown[]): Promise<unknown> => {
    const answer = last.then(() => query(...asked));
    last = answer.then(ended).catch(() => undefined);
    return answer;
  };
  client.query = waiting as C['query'];
  return client;
}

async function ended(answer: unknown): Promise<void> {
  if (answer instanceof Readable) await finished(answer);
}
