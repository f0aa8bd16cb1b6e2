/** Progress of a run, for people: every line with the seconds since the start. */
export class Report {
  private readonly started = Date.now();

  constructor(private readonly write: (text: string) => void = (text) => process.stdout.write(text)) {}

  line(text: string): void {
    const seconds = ((Date.now() - this.started) / 1000).toFixed(1).padStart(6);
    this.write(`${seconds} s  ${text}\n`);
  }

  /** Lines that belong together, without times. */
  block(lines: readonly string[]): void {
    this.write(`\n${lines.join('\n')}\n\n`);
  }
}

/** A problem that one sentence explains to whoever started the run. */
export class RunError extends Error {
  override name = 'RunError';
}
