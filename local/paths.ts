import { join } from 'node:path';
import { ROOT } from './root.js';

const FOLDER = join(ROOT, '.tributary');

/** Where a local run keeps its things. All of it can be deleted when nothing runs. */
export const PATHS = {
  folder: FOLDER,
  state: join(FOLDER, 'state.json'),
  config: join(FOLDER, 'tributary.yaml'),
  postgres: join(FOLDER, 'postgres'),
  chains: join(FOLDER, 'chains'),
  logs: join(FOLDER, 'logs'),
  pids: join(FOLDER, 'pids'),
} as const;
