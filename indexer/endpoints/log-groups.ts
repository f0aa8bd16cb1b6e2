import { type Checked, refuse } from './refusal.js';
import type { RpcCall } from './rpc-http.js';
import { ScannedLogs } from './scan-logs.js';
import type { Scan } from './scan-replies.js';
import { checkLogs, type LogQuestion } from './check-logs.js';
import type { BlockLogs, AnsweredLog } from './answered-blocks.js';

/**
 * Contracts that are named in one `eth_getLogs`. Providers refuse longer lists, or answer them slowly; without
 * a list they would give the logs of the whole chain, which cost more than a call for each group.
 */
const CONTRACTS_AT_ONCE = 500;

/**
 * The calls that ask for the logs of contracts, or of all where none are named: a group of contracts each.
 * @param scanOf how the answer for a group is read from its bytes
 */
export function logCalls(
  filter: object,
  addresses?: readonly string[],
  scanOf?: (group: readonly string[]) => Scan,
): RpcCall[] {
  return groupsOf(addresses).map((address) => ({
    method: 'eth_getLogs',
    params: [address ? { ...filter, address } : filter],
    ...(address && scanOf && { scan: scanOf(address) }),
  }));
}

/** {@link checkLogs} of the answers to {@link logCalls}, joined in the order of blocks and log indexes. */
export function checkLogGroups(
  answers: readonly unknown[],
  { from, to, addresses }: Omit<LogQuestion, 'addresses'> & { readonly addresses?: readonly string[] | undefined },
): Checked<BlockLogs[]> {
  const groups = groupsOf(addresses);
  const said: BlockLogs[][] = [];
  for (const [at, group] of groups.entries()) {
    const answer = answers[at];
    if (answer instanceof ScannedLogs) {
      said.push(answer.blocks);
      continue;
    }
    const checked = checkLogs(answer, { from, to, ...(group && { addresses: new Set(group) }) });
    if ('refusal' in checked) return checked;
    said.push(checked.value);
  }
  return said.length === 1 ? { value: said[0]! } : join(said.flat());
}

function groupsOf(addresses: readonly string[] | undefined): (readonly string[] | undefined)[] {
  if (!addresses || addresses.length <= CONTRACTS_AT_ONCE) return [addresses];
  const groups: (readonly string[])[] = [];
  for (let at = 0; at < addresses.length; at += CONTRACTS_AT_ONCE) {
    groups.push(addresses.slice(at, at + CONTRACTS_AT_ONCE));
  }
  return groups;
}

/** Groups have no contract in common, so that a log index that comes twice is wrong. */
function join(parts: readonly BlockLogs[]): Checked<BlockLogs[]> {
  const blocks = new Map<number, { number: number; hash: string; logs: AnsweredLog[] }>();
  for (const { number, hash, logs } of parts) {
    const block = blocks.get(number);
    if (!block) blocks.set(number, { number, hash, logs: [...logs] });
    else if (block.hash !== hash) return refuse('two-hashes', `block ${number} is both ${block.hash} and ${hash}`);
    else block.logs.push(...logs);
  }
  const inOrder = [...blocks.values()].sort((a, b) => a.number - b.number);
  for (const { number, logs } of inOrder) {
    logs.sort((a, b) => a.logIndex - b.logIndex);
    const twice = logs.find(({ logIndex }, at) => at > 0 && logs[at - 1]!.logIndex === logIndex);
    if (twice) return refuse('disordered', `log ${twice.logIndex} of block ${number} is there for two contracts`);
  }
  return { value: inOrder };
}
