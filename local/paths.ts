import { join, resolve } from 'node:path';
import { ROOT } from './root.js';

/** Where a run keeps its things. All of it can be deleted when nothing runs. */
export interface Paths {
  readonly folder: string;
  readonly state: string;
  readonly config: string;
  readonly postgres: string;
  readonly chains: string;
  readonly logs: string;
  readonly pids: string;
}

/** The paths below a folder, or below .tributary/ of the checkout. */
export function pathsIn(folder: string = join(ROOT, '.tributary')): Paths {
  const place = resolve(folder);
  return {
    folder: place,
    state: join(place, 'state.json'),
    config: join(place, 'tributary.yaml'),
    postgres: join(place, 'postgres'),
    chains: join(place, 'chains'),
    logs: join(place, 'logs'),
    pids: join(place, 'pids'),
  };
}
