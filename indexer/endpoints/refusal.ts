/** Why an answer is not believed. */
export type RefusalReason =
  /** The endpoint serves another chain. */
  | 'wrong-chain'
  /** It is not what the method returns. */
  | 'malformed'
  | 'truncated'
  | 'oversized'
  /** A log of a block that was not asked for. */
  | 'outside-range'
  /** A log of a contract that was not asked for. */
  | 'not-asked-for'
  /** Block numbers or log indexes that fall or repeat. */
  | 'disordered'
  /** A log that the endpoint itself calls removed. */
  | 'removed'
  /** Two hashes for one block number. */
  | 'two-hashes'
  /** The endpoint doesn't know a block that it must know. */
  | 'missing-block'
  /** The endpoint doesn't know a transaction whose logs it gives. */
  | 'missing-transaction'
  /** A header that is not of the block that the logs name, or a transaction that is not theirs. */
  | 'hash-mismatch'
  /** A block that is not the child of the one below it. */
  | 'unlinked'
  /** No logs, where another answer, or the header's bloom, has some. */
  | 'empty-contradicted'
  /** Fewer logs than another answer, the block's log indexes or its bloom tell of. */
  | 'missing-log'
  /** A log that the header's bloom does not know. */
  | 'invented-log'
  /** The endpoint answers, but its head stands still. */
  | 'stale';

/** Why there was no answer to believe or not. */
export type FailureReason =
  /** Too many blocks or results asked for at once. */
  | 'range-limit'
  | 'rate-limit'
  | 'timeout'
  | 'unreachable'
  /** An error that is none of the others. */
  | 'error';

export interface Refusal {
  readonly reason: RefusalReason;
  /** What was seen, as the end of a sentence. */
  readonly detail: string;
}

/** What a check found: the answer in our terms, or why it is refused. */
export type Checked<T> = { readonly value: T } | { readonly refusal: Refusal };

export const refuse = (reason: RefusalReason, detail: string): { readonly refusal: Refusal } => ({
  refusal: { reason, detail },
});

/** An endpoint gave no answer that can be used; another one, or a smaller range, may. */
export class AnswerError extends Error {
  override name = 'AnswerError';
  /** Who gave it: its place in the configuration, and its host. */
  endpoint?: { readonly index: number; readonly host: string };

  constructor(
    readonly reason: RefusalReason | FailureReason,
    message: string,
    /** How long the endpoint asked to be left alone. */
    readonly retryAfter_ms = 0,
  ) {
    super(message);
  }

  /** Asking for fewer blocks may help. */
  get isAboutSize(): boolean {
    return ['range-limit', 'timeout', 'oversized'].includes(this.reason);
  }
}

/** The value of a check. @throws AnswerError when it was refused */
export function accepted<T>(checked: Checked<T>): T {
  if ('value' in checked) return checked.value;
  throw new AnswerError(checked.refusal.reason, checked.refusal.detail);
}
