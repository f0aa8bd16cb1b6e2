/** Upkeep of a log that cannot be done, in one sentence that says why and what to do. */
export class UpkeepError extends Error {
  override name = 'UpkeepError';
}
