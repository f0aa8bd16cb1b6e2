interface FeedRow {
  readonly id: string;
  readonly time: string;
  readonly position: string;
}

/** Newest first, each usage once; what is older than `length` lines goes. */
export function mergeFeed<Row extends FeedRow>(arrived: readonly Row[], known: readonly Row[], length: number): Row[] {
  const byId = new Map([...known, ...arrived].map((row) => [row.id, row]));
  return [...byId.values()]
    .sort((a, b) => b.time.localeCompare(a.time) || b.position.localeCompare(a.position))
    .slice(0, length);
}
