import { useState } from 'react';

export interface Pages {
  /** The cursor to ask after; undefined for the first page. */
  readonly after: string | undefined;
  /** Counts from 1. */
  readonly page: number;
  readonly next: (endCursor: string) => void;
  readonly previous: () => void;
}

/** Walks a connection page by page. A new `key` (filters, ordering) starts again at the first page. */
export function usePages(key: string): Pages {
  const [walk, setWalk] = useState<{ key: string; cursors: readonly string[] }>({ key, cursors: [] });
  const cursors = walk.key === key ? walk.cursors : [];
  return {
    after: cursors.at(-1),
    page: cursors.length + 1,
    next: (endCursor) => setWalk({ key, cursors: [...cursors, endCursor] }),
    previous: () => setWalk({ key, cursors: cursors.slice(0, -1) }),
  };
}
