import { fork, type ForkOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { EMPTY } from 'rxjs';
import { chainId } from '../../src/domain/ids.js';
import { ChainFold } from '../../src/fold/chain-fold.js';
import { ledgerProjection } from '../../src/read-models/ledger-projection.js';
import { boundHeap, FOLDING_FLAGS } from '../../src/memory.js';
import { rebuildChain } from '../../src/rebuild.js';

/** A moment of a fold in its own process. */
export interface Sample {
  readonly events: number;
  readonly time_s: number;
  /** Time of the processor that the process has used, garbage collection included. */
  readonly cpu_s: number;
}

export interface FoldRun {
  readonly samples: readonly Sample[];
  readonly peak_mb: number;
}

const INTERVAL_S = 600;

/** Folds a chain's log from nothing to its end as the service does, in a process that does nothing else. */
export function foldInProcess(url: string, chain: number): Promise<FoldRun> {
  return new Promise((done, fail) => {
    const options: ForkOptions = { stdio: 'inherit', execArgv: [...FOLDING_FLAGS] };
    const child = fork(fileURLToPath(import.meta.url), [url, String(chain)], options);
    let run: FoldRun | undefined;
    child.on('message', (message) => (run = message as FoldRun));
    child.on('error', fail);
    child.on('exit', (code) =>
      run ? done(run) : fail(new Error(`The folding process ended with code ${code} and said nothing.`)),
    );
  });
}

async function fold(url: string, chain: number): Promise<FoldRun> {
  const id = chainId(chain);
  const config = { interval: INTERVAL_S, chains: [{ id: chain }] };
  const samples: Sample[] = [];
  let peak = 0;
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 50);
  const sample = (events: number): void => {
    const { user, system } = process.cpuUsage();
    samples.push({ events, time_s: performance.now() / 1_000, cpu_s: (user + system) / 1e6 });
  };
  const chainFold = new ChainFold({
    url,
    chain: id,
    interval_s: INTERVAL_S,
    projection: ledgerProjection(id, INTERVAL_S),
    announced: EMPTY,
    rebuild: (report, signal) =>
      rebuildChain(url, config, id, {
        signal,
        onProgress(progress) {
          report(progress);
          sample(progress.events);
        },
      }),
  });
  sample(0);
  let folded = 0;
  await new Promise<void>((done, fail) => {
    chainFold.status.subscribe(({ state, checkpoint, events, error }) => {
      folded = events;
      if (state === 'FAILED') fail(new Error(error));
      if (state === 'FOLDING' && checkpoint && checkpoint.status !== 'FOLLOWING' && events > 0) sample(events);
      if (checkpoint?.status === 'FOLLOWING') done();
    });
    chainFold.start();
  });
  sample(Math.max(folded, samples.at(-1)!.events));
  await chainFold.stop();
  clearInterval(watch);
  return { samples, peak_mb: Math.round(peak / 1024 / 1024) };
}

if (process.send) {
  boundHeap();
  const run = await fold(process.argv[2]!, Number(process.argv[3]));
  process.send(run);
}
