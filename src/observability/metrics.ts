import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type ChainView, conditionOf } from '../read-models/chains/queries.js';

const STATUSES = ['FOLLOWING', 'CATCHING_UP', 'STALLED', 'HALTED'] as const;

/** What Prometheus reads of this process and of the chains. */
export class Metrics {
  readonly registry = new Registry();
  private readonly head = this.chainGauge('tributary_chain_head_block', 'Newest block that the log has seen.');
  private readonly final = this.chainGauge('tributary_chain_finalized_block', 'Finalized block.');
  private readonly folded = this.chainGauge('tributary_chain_folded_block', 'Block that the fold has reached.');
  private readonly lag = this.chainGauge(
    'tributary_chain_lag_seconds',
    'Age of the newest block that is folded and served.',
  );
  private readonly unfolded = this.chainGauge(
    'tributary_chain_unfolded_batches',
    'Batches of the log that are not folded yet.',
  );
  private readonly status = new Gauge({
    name: 'tributary_chain_status',
    help: '1 for the status that the chain has.',
    labelNames: ['chain', 'status'],
    registers: [this.registry],
  });
  private readonly requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from request to the end of the answer.',
    labelNames: ['method', 'route', 'code'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Notes an answered request. `route` is one of few: paths with ids would never end. */
  answered(method: string, route: string, code: number, seconds: number): void {
    this.requests.observe({ method, route, code }, seconds);
  }

  /** The text that Prometheus reads. @param now_s seconds since 1970 */
  async text(chains: readonly ChainView[], now_s: number): Promise<string> {
    for (const gauge of [this.head, this.final, this.folded, this.lag, this.unfolded, this.status]) gauge.reset();
    for (const chain of chains) this.show(chain, now_s);
    return this.registry.metrics();
  }

  private show(view: ChainView, now_s: number): void {
    const chain = `eip155:${view.chainId}`;
    if (view.headBlock !== null) this.head.set({ chain }, view.headBlock);
    if (view.finalizedBlock !== null) this.final.set({ chain }, view.finalizedBlock);
    if (view.foldedBlock !== null) this.folded.set({ chain }, view.foldedBlock);
    if (view.foldedTime_s !== null) this.lag.set({ chain }, Math.max(0, now_s - view.foldedTime_s));
    this.unfolded.set({ chain }, Number(view.batches - view.foldedBatch));
    const { status } = conditionOf(view, now_s);
    for (const word of STATUSES) this.status.set({ chain, status: word }, word === status ? 1 : 0);
  }

  private chainGauge(name: string, help: string): Gauge<'chain'> {
    return new Gauge({ name, help, labelNames: ['chain'], registers: [this.registry] });
  }
}
