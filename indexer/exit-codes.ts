/** How an indexer process ends, for whoever restarts it. */
export const EXIT = {
  STOPPED: 0,
  /** Worth another try: an endpoint or Postgres failed, or said what cannot be. */
  FAILED: 1,
  /** The command line or the configuration is wrong. */
  MISUSED: 2,
  /** Somebody has to do something first; the chain is shown as HALTED with the reason. */
  HALTED: 3,
} as const;
