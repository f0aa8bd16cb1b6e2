import type { ServerResponse } from 'node:http';
import type { Call, Filter, Reply } from './answer.js';
import { quantity, type RpcHeader, type RpcLog, type ServedChain } from './served-chain.js';

/** An honest answer on its way out. */
export interface Answer {
  readonly calls: readonly Call[];
  readonly replies: Reply[];
  readonly response: ServerResponse;
  readonly chain: ServedChain;
  /** Sends what the replies are by now. */
  send(): void;
}

/** True when it has answered by itself. */
type Falsify = (answer: Answer) => boolean | 'nothing to falsify';

const NOTHING = 'nothing to falsify';
const FALL_BLOCKS = 3;
const OTHER_HASH = `0x${'ee'.repeat(32)}`;

/** Ways in which an endpoint goes wrong, named as the reason for which the answer must be refused. */
export const FAULTS = {
  'wrong-chain': ofMethod('eth_chainId', (reply) => void (reply.result = '0x7ea')),
  malformed: ofLogs((logs) => void (logs[0]!.topics = ['0x12'])),
  'outside-range': ofLogs((logs, call) => {
    const { toBlock } = call.params![0] as { toBlock: string };
    logs.push({ ...logs.at(-1)!, blockNumber: `0x${(Number(toBlock) + 1).toString(16)}` });
  }),
  'not-asked-for': ofLogs((logs) => void (logs[0]!.address = `0x${'99'.repeat(20)}`)),
  disordered: ofLogs((logs) => void logs.push(logs.at(-1)!)),
  removed: ofLogs((logs) => void (logs[0]!.removed = true)),
  'two-hashes': ofLogs((logs) => {
    const last = logs.at(-1)!;
    logs.push({ ...last, logIndex: '0xffff', blockHash: OTHER_HASH });
  }),
  'hash-mismatch': ofLogs((logs) => {
    const { blockNumber } = logs[0]!;
    for (const log of logs) if (log.blockNumber === blockNumber) log.blockHash = OTHER_HASH;
  }),
  'missing-block': ofMethod('eth_getBlockByNumber', (reply) => void (reply.result = null)),
  unlinked: (answer) => {
    const headers = answer.replies.flatMap(({ result }) => (isHeader(result) ? [result] : []));
    const numbers = new Set(headers.map(({ number }) => Number(number)));
    const child = headers.find(({ number }) => numbers.has(Number(number) - 1));
    if (!child) return NOTHING;
    child.parentHash = OTHER_HASH;
    return false;
  },
  'empty-contradicted': ofLogs((logs) => void logs.splice(0)),
  truncated: ({ replies, response }) => {
    const body = JSON.stringify(replies);
    response.writeHead(200).end(body.slice(0, body.length / 2));
    return true;
  },
  oversized: ({ response }) => {
    response.writeHead(200, { 'content-length': String(1 << 30) }).write('[');
    return true;
  },
  'range-limit': failAll(-32005, 'query returned more than 10000 results'),
  'rate-limit': ({ response }) => {
    response.writeHead(429).end('slow down');
    return true;
  },
  unreachable: ({ response }) => {
    response.destroy();
    return true;
  },
  error: failAll(-32000, 'something went wrong'),
} satisfies Record<string, Falsify>;

/** What an endpoint says that follows another fork: all is as it should be, but for every hash of a block. */
const otherFork: Falsify = ({ replies }) => {
  const other = (hash: string): string => `0xffff${hash.slice(6)}`;
  for (const reply of replies) {
    if (isHeader(reply.result)) {
      reply.result.hash = other(reply.result.hash);
      reply.result.parentHash = other(reply.result.parentHash);
    }
    if (!Array.isArray(reply.result)) continue;
    for (const log of reply.result as RpcLog[]) log.blockHash = other(log.blockHash);
  }
  return false;
};

/** What an endpoint does whose node knows less than it should, or less than the other one behind the same address. */
const UNSTEADY = {
  /** Of all logs of some blocks: of those of some contracts nobody can tell. */
  'missing-log': ofLogs((logs, call) => {
    const isWhole = (call.params![0] as Filter).address === undefined;
    return isWhole ? void logs.splice(Math.floor(logs.length / 2), 1) : NOTHING;
  }),
  'fallen-head': ({ calls, replies, chain }) => {
    const fallen = Math.max(0, chain.head - FALL_BLOCKS);
    let isFallen = false;
    calls.forEach(({ method, params }, at) => {
      if (method === 'eth_blockNumber') replies[at]!.result = quantity(fallen);
      else if (params?.[0] === 'latest') replies[at]!.result = { ...chain.block(fallen)!.header };
      else return;
      isFallen = true;
    });
    return isFallen ? false : NOTHING;
  },
} satisfies Record<string, Falsify>;

export type Fault = keyof typeof FAULTS | keyof typeof UNSTEADY | 'other-fork';

/** Sends a wrong answer, or none. @returns whether there was anything to be wrong about */
export function misbehave(fault: Fault, answer: Answer): boolean {
  const done = { ...FAULTS, ...UNSTEADY, 'other-fork': otherFork }[fault](answer);
  if (done !== true) answer.send();
  return done !== NOTHING;
}

function ofLogs(falsify: (logs: RpcLog[], call: Call) => void | typeof NOTHING): Falsify {
  return ({ calls, replies }) => {
    const at = calls.findIndex(({ method }) => method === 'eth_getLogs');
    const logs = replies[at]?.result as RpcLog[] | undefined;
    if (!logs || logs.length === 0) return NOTHING;
    return falsify(logs, calls[at]!) ?? false;
  };
}

function ofMethod(method: string, falsify: (reply: Reply) => void): Falsify {
  return ({ calls, replies }) => {
    const at = calls.findIndex((call) => call.method === method);
    if (at < 0) return NOTHING;
    falsify(replies[at]!);
    return false;
  };
}

function failAll(code: number, message: string): Falsify {
  return ({ replies, send }) => {
    for (const reply of replies) Object.assign(reply, { result: undefined, error: { code, message } });
    send();
    return true;
  };
}

function isHeader(result: unknown): result is RpcHeader {
  return typeof result === 'object' && result !== null && 'parentHash' in result;
}
