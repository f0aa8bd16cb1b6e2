import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { compiled } from '../support/program.js';

/** A script that is run over and over, in one process of its own. */
export class ImportedScript {
  readonly #path: string;
  readonly #process: ChildProcess;
  readonly #ended: Promise<never>;

  constructor(path: string) {
    this.#path = resolve(path);
    this.#process = fork(compiled('test/simulation/run-imported.js'), { execArgv: [] });
    this.#ended = once(this.#process, 'exit').then(() => Promise.reject(new Error(`${path} has failed.`)));
    // Who waits for a run is told.
    this.#ended.catch(() => undefined);
  }

  /** @returns what it prints */
  async run(args: readonly string[]): Promise<string> {
    const printed = once(this.#process, 'message') as Promise<[string]>;
    this.#process.send({ path: this.#path, args });
    const [text] = await Promise.race([printed, this.#ended]);
    return text;
  }

  async stop(): Promise<void> {
    this.#process.kill();
    await this.#ended.catch(() => undefined);
  }
}
