import { Counter, Gauge, Registry } from 'prom-client';
import type { ChainReport } from './chain-meter.js';

/** How a chain's process is: `closed` circuits let it start again at once, an `open` one means HALTED. */
export type Circuit = 'closed' | 'open';

/** One chain as Prometheus sees it. */
export interface MeteredChain {
  readonly chainId: number;
  /** What its process told last; counts begin again with each process, which Prometheus knows how to read. */
  readonly report: ChainReport | undefined;
  readonly isRunning: boolean;
  readonly circuit: Circuit;
  /** How often its process was started. */
  readonly starts: number;
}

const HELP = {
  head_block: 'Newest block that an endpoint has told.',
  indexed_block: 'Newest block in the log.',
  finalized_block: 'Newest block in the log that is final.',
  lag_blocks: 'Blocks between the newest one told and the newest one in the log.',
  lag_seconds: 'Age of the newest block in the log.',
  events_per_second: 'Events appended to the log a second, over the last ten seconds.',
  stalled: '1 while no endpoint of the chain has had a new block for too long.',
  up: "1 while the chain's process runs.",
  circuit_open: '1 while the chain is halted: it is tried again at a slow pace.',
  process_starts_total: "Starts of the chain's process.",
  events_total: "Events appended to the log since the chain's process started.",
  batches_total: 'Batches written to the log, by kind; a retract batch is a fork.',
  retractions_total: 'Retract batches: forks that took blocks back.',
  refused_answers_total: 'Answers of endpoints that were not used, by endpoint and reason.',
} as const;

type Name = keyof typeof HELP;

/** The text that Prometheus reads of an indexer's chains. @param now_s seconds since 1970 */
export async function renderMetrics(chains: readonly MeteredChain[], now_s: number): Promise<string> {
  const registry = new Registry();
  const gauge = (name: Name): Gauge =>
    new Gauge({ name: `tributary_indexer_${name}`, help: HELP[name], labelNames: ['chain'], registers: [registry] });
  const counter = (name: Name, ...labels: string[]): Counter => {
    const labelNames = ['chain', ...labels];
    return new Counter({ name: `tributary_indexer_${name}`, help: HELP[name], labelNames, registers: [registry] });
  };
  const gauges = {
    head: gauge('head_block'),
    indexed: gauge('indexed_block'),
    finalized: gauge('finalized_block'),
    lagBlocks: gauge('lag_blocks'),
    lagSeconds: gauge('lag_seconds'),
    eventsPerSecond: gauge('events_per_second'),
    stalled: gauge('stalled'),
    up: gauge('up'),
    circuitOpen: gauge('circuit_open'),
  };
  const starts = counter('process_starts_total');
  const events = counter('events_total');
  const batches = counter('batches_total', 'kind');
  const retractions = counter('retractions_total');
  const refused = counter('refused_answers_total', 'endpoint', 'reason');

  for (const { chainId, report, isRunning, circuit, starts: count } of chains) {
    const chain = `eip155:${chainId}`;
    gauges.up.set({ chain }, isRunning ? 1 : 0);
    gauges.circuitOpen.set({ chain }, circuit === 'open' ? 1 : 0);
    starts.inc({ chain }, count);
    if (!report) continue;
    const { head, indexed, indexedTime_s, finalized } = report;
    if (head !== null) gauges.head.set({ chain }, head);
    if (indexed !== null) gauges.indexed.set({ chain }, indexed);
    if (finalized !== null) gauges.finalized.set({ chain }, finalized);
    if (head !== null && indexed !== null) gauges.lagBlocks.set({ chain }, Math.max(0, head - indexed));
    if (indexedTime_s !== null) gauges.lagSeconds.set({ chain }, Math.max(0, now_s - indexedTime_s));
    gauges.eventsPerSecond.set({ chain }, isRunning ? report.eventsPerSecond : 0);
    gauges.stalled.set({ chain }, report.stalled === null ? 0 : 1);
    events.inc({ chain }, report.events);
    retractions.inc({ chain }, report.batches.retract);
    for (const kind of ['append', 'retract'] as const) batches.inc({ chain, kind }, report.batches[kind]);
    for (const { endpoint, reason, count: times } of report.refused) refused.inc({ chain, endpoint, reason }, times);
  }
  return registry.metrics();
}
