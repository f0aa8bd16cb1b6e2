import { readFileSync } from 'node:fs';

/** What processes have used by now. */
export interface ProcessFigures {
  readonly cpu_s: number;
  /** Memory in use, the pages that processes share counted for each. */
  readonly memory_mb: number;
}

/** A process and those that it started, as long as they live; zeros where the system does not tell. */
export function figuresOf(pid: number): ProcessFigures {
  const all = [pid, ...descendantsOf(pid)].map(ownFigures);
  return {
    cpu_s: all.reduce((sum, { cpu_s }) => sum + cpu_s, 0),
    memory_mb: all.reduce((sum, { memory_mb }) => sum + memory_mb, 0),
  };
}

/** The process that started another. */
export function parentOf(pid: number): number {
  return Number(statOf(pid)?.[1] ?? 0);
}

function descendantsOf(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`)?.split(' ').filter(Boolean).map(Number) ?? [];
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function ownFigures(pid: number): ProcessFigures {
  const fields = statOf(pid);
  const memory = /VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`) ?? '');
  // utime and stime, in the hundredths of a second that Linux shows.
  const cpu_s = (Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0)) / 100;
  return { cpu_s, memory_mb: Number(memory?.[1] ?? 0) / 1024 };
}

/** What Linux says of a process, from its state on. */
function statOf(pid: number): string[] | undefined {
  return read(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /, '')
    .split(' ');
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
