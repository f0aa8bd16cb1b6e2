/** A command that did not succeed, in one sentence that says what to do. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';
  /** `isTold`: the command has said everything itself; only the exit code is left. */
  constructor(
    message: string,
    readonly isTold = false,
  ) {
    super(message);
  }
}
