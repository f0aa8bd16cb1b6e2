import { type ChildProcess, spawn } from 'node:child_process';

/** Seconds after which a process that was asked to end is killed. */
const PATIENCE_ms = 15_000;
const LAST_WORDS = 8_000;

/** A Node process of a test: started, killed and started again, with its last words kept for messages. */
export class ManagedProcess {
  private child: ChildProcess | undefined;
  private ended: Promise<void> = Promise.resolve();
  private words = '';
  private wanted = false;

  constructor(
    readonly name: string,
    private readonly args: readonly string[],
    private readonly env: NodeJS.ProcessEnv = process.env,
  ) {}

  get isRunning(): boolean {
    return this.child !== undefined;
  }

  /** It has ended by itself, though nobody asked it to. */
  get hasFailed(): boolean {
    return this.wanted && this.child === undefined;
  }

  /** What it printed last. */
  get lastWords(): string {
    return this.words;
  }

  start(): void {
    if (this.child) return;
    this.wanted = true;
    const child = spawn(process.execPath, [...this.args], { stdio: ['ignore', 'pipe', 'pipe'], env: this.env });
    const listen = (chunk: Buffer): void => {
      this.words = (this.words + chunk.toString()).slice(-LAST_WORDS);
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    this.child = child;
    this.ended = new Promise((done) => {
      child.once('close', () => {
        if (this.child === child) this.child = undefined;
        done();
      });
    });
  }

  /** Ends it as a crash would, and waits until it is gone. */
  async kill(): Promise<void> {
    this.wanted = false;
    this.child?.kill('SIGKILL');
    await this.ended;
  }

  /** Asks it to end. @returns whether it did by itself within the time */
  async endsWithin(limit_ms: number): Promise<boolean> {
    this.wanted = false;
    this.child?.kill('SIGTERM');
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((done) => (timer = setTimeout(() => done(false), limit_ms)));
    const inTime = await Promise.race([this.ended.then(() => true), late]);
    clearTimeout(timer);
    return inTime;
  }

  /** Asks it to end, and kills it when it does not. */
  async stop(): Promise<void> {
    this.wanted = false;
    const timer = setTimeout(() => this.child?.kill('SIGKILL'), PATIENCE_ms);
    this.child?.kill('SIGTERM');
    await this.ended;
    clearTimeout(timer);
  }
}
