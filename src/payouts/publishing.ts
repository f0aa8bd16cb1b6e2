import { pause } from '../fold/lock.js';
import type { Vault } from '../settlement/vault-tables.js';
import type { PassResult } from './pass.js';

/** See {@link publishRegularly}. */
export interface PublishingOptions {
  /** From one round to the next. */
  readonly every_s: number;
  /** What is published for, asked anew in every round. */
  readonly vaults: () => Promise<readonly Vault[]>;
  readonly pass: (vault: Vault) => Promise<PassResult>;
  readonly onResult: (vault: Vault, result: PassResult) => void;
  /** Told in one sentence why a round could not begin. */
  readonly onProblem: (sentence: string) => void;
  readonly signal: AbortSignal;
}

/** What passes by itself is looked at again before the next round is due. */
const RETRY_S = 5;
const PASSING = new Set<PassResult['outcome']>(['NOTHING', 'UNCHECKED', 'FAILED']);

/** Looks at every vault, round after round, until the signal. A round that fails is followed by the next. */
export async function publishRegularly(options: PublishingOptions): Promise<void> {
  const { every_s, signal } = options;
  while (!signal.aborted) {
    const begun_ms = Date.now();
    const wait_s = (await round(options)) ? every_s : Math.min(RETRY_S, every_s);
    await pause(Math.max(0, begun_ms + 1_000 * wait_s - Date.now()), signal);
  }
}

/** @returns whether there is nothing to look at before the next round is due */
async function round({ vaults, pass, onResult, onProblem, signal }: PublishingOptions): Promise<boolean> {
  let found: readonly Vault[];
  try {
    found = await vaults();
  } catch (error) {
    onProblem(error instanceof Error ? error.message : String(error));
    return false;
  }
  let isSettled = found.length > 0;
  for (const vault of found) {
    if (signal.aborted) break;
    const result = await pass(vault);
    onResult(vault, result);
    if (PASSING.has(result.outcome)) isSettled = false;
  }
  return isSettled;
}
