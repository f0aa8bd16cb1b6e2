import type pg from 'pg';

/**
 * Lets the queries of a connection wait for each other: pages of the log, rows and names are asked for over one, each
 * by somebody who knows nothing of the others, and the client refuses to be asked while it waits for an answer.
 * For connections that nothing is copied over.
 */
export function inTurn<C extends pg.ClientBase>(client: C): C {
  const query = client.query.bind(client) as (...query: unknown[]) => Promise<unknown>;
  let last: Promise<unknown> = Promise.resolve();
  const waiting = (...asked: unknown[]): Promise<unknown> => {
    const answer = last.then(() => query(...asked));
    last = answer.catch(() => undefined);
    return answer;
  };
  client.query = waiting as C['query'];
  return client;
}
