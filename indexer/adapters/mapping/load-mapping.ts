import { readFileSync } from 'node:fs';
import { ConfigError } from '../../../config/config-error.js';
import { type MappingFile, readMappingFile } from '../../../config/mapping-file.js';
import type { TransactionAdapter } from '../adapter.js';
import { type AbiEvent, areAlike, eventsOfAbi } from './abi-events.js';
import { mappingAdapter } from './mapping-adapter.js';
import { MappingProblem } from './problem.js';

/**
 * Reads a mapping and its ABI and makes an adapter of them.
 * @throws ConfigError that names file, key, what was expected and what there is
 */
export function loadMapping(path: string): TransactionAdapter {
  const mapping = readMappingFile(path);
  const abi = mergeAbis(mapping.abi.map((file) => ({ file, events: readAbi(file, `${path}: abi`) })));
  return compileMapping(mapping, abi, path);
}

/** {@link loadMapping} for what has been read already; `path` is for messages. @throws ConfigError */
export function compileMapping(mapping: MappingFile, abi: readonly AbiEvent[], path: string): TransactionAdapter {
  try {
    return mappingAdapter(mapping, abi);
  } catch (error) {
    if (!(error instanceof MappingProblem)) throw error;
    const end = error.message.endsWith('?') ? '' : '.';
    throw new ConfigError(`${path}: ${error.path.join('.')}: ${error.message}${end}`);
  }
}

/**
 * Reads the events of an ABI file.
 * @param by who names the file, for messages
 * @throws ConfigError
 */
export function readAbi(file: string, by: string): AbiEvent[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(`${by}: ${file} cannot be read; give the path of an ABI file.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new ConfigError(`${by}: ${file} is not JSON; give the path of an ABI file.`);
  }
  const events = eventsOfAbi(json);
  if (!events) throw new ConfigError(`${by}: ${file} is no ABI: expected a list, or an artifact with a list abi.`);
  return events;
}

/** The events of several ABIs, those that are in more than one of them once. */
function mergeAbis(abis: readonly { readonly file: string; readonly events: readonly AbiEvent[] }[]): AbiEvent[] {
  const merged: AbiEvent[] = [];
  for (const { events } of abis) {
    for (const event of events) if (!merged.some((other) => areAlike(other, event))) merged.push(event);
  }
  return merged;
}
