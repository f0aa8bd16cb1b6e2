import type { EndpointPool } from '../endpoints/endpoint-pool.js';
import type { AnswerError } from '../endpoints/refusal.js';

/** History cannot be read: every endpoint keeps answering with an error that no patience mends. */
export class HistoryError extends Error {
  override name = 'HistoryError';
}

/** Errors in a row, per endpoint, that are taken for lasting. */
export const LASTING_ERRORS = 5;

/** How often ranges that do not link are read again before that is taken for lasting. */
export class Patience {
  #spent = 0;

  constructor(private readonly options: { readonly chainName: string; readonly pool: EndpointPool }) {}

  /** @throws HistoryError */
  spend({ message }: AnswerError): void {
    if (++this.#spent < LASTING_ERRORS * this.options.pool.size) return;
    throw new HistoryError(
      `The endpoints of ${this.options.chainName} do not agree about its history: ${message}; remove the one that follows another fork.`,
    );
  }
}
