import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { EconomyContracts } from './economy/contracts.js';

/** Raised when a run could not go on from what an older one left: it then starts afresh. */
export const STATE_VERSION = 3;

/** What a local run leaves for the next one, in .tributary/state.json. */
export interface LocalState {
  readonly version: typeof STATE_VERSION;
  readonly seed: string;
  readonly postgresPort?: number;
  readonly rpcPorts?: readonly [number, number];
  /** Both chains' contracts; absent until their history is complete. */
  readonly chains?: readonly [LocalContracts, LocalContracts];
}

export type LocalContracts = EconomyContracts & { readonly firstBlock: number };

/** The state of the last run, or undefined where there is none that can be read. */
export function readState(path: string): LocalState | undefined {
  try {
    const state = JSON.parse(readFileSync(path, 'utf8')) as LocalState;
    return state.version === STATE_VERSION && typeof state.seed === 'string' ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the state at once: a reader never sees half of it. */
export function writeState(path: string, state: LocalState): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}
