import { Presets, SingleBar } from 'cli-progress';

/** Progress of long work: a bar on a terminal, a plain line now and then elsewhere. On stderr. */
export interface Progress {
  update(done: number, total: number): void;
  end(): void;
}

const PLAIN_LINE_EVERY_ms = 2_000;

export function startProgress(
  what: string,
  stream: NodeJS.WriteStream = process.stderr,
  now: () => number = Date.now,
): Progress {
  return stream.isTTY ? bar(what, stream) : plain(what, stream, now);
}

/** One bar after the other. */
export class ProgressByTask {
  private what = '';
  private progress: Progress | undefined;

  update(what: string, done: number, total: number): void {
    if (what !== this.what) {
      this.end();
      this.what = what;
      this.progress = startProgress(what);
    }
    this.progress?.update(done, total);
  }

  end(): void {
    this.progress?.end();
    this.progress = undefined;
  }
}

function bar(what: string, stream: NodeJS.WriteStream): Progress {
  const drawn = new SingleBar(
    { format: `${what} {bar} {percentage} % | {value} of {total} | {eta_formatted} left`, stream },
    Presets.shades_classic,
  );
  drawn.start(1, 0);
  return {
    update(done, total) {
      drawn.setTotal(Math.max(1, total, done));
      drawn.update(done);
    },
    end: () => drawn.stop(),
  };
}

function plain(what: string, stream: NodeJS.WritableStream, now: () => number): Progress {
  let told = -Infinity;
  let last = '';
  const tell = (line: string): void => {
    last = line;
    told = now();
    stream.write(line);
  };
  return {
    update(done, expected) {
      // The chain goes on while one works.
      const total = Math.max(done, expected);
      const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
      const line = `${what}: ${percent} % (${done} of ${total})\n`;
      if (now() - told >= PLAIN_LINE_EVERY_ms || (done >= total && line !== last)) tell(line);
    },
    end: () => undefined,
  };
}
