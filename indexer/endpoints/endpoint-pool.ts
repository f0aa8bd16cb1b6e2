import type { Logger } from 'pino';
import { hostOf } from './host.js';
import { afterFailure, afterSuccess, chooseEndpoint, type EndpointHealth, HEALTHY } from './health.js';
import { AnswerError } from './refusal.js';
import { openRpc, type Rpc } from './rpc.js';
import type { RpcHttpOptions } from './rpc-http.js';

/** One of a chain's endpoints. */
export interface RpcEndpoint {
  readonly index: number;
  readonly host: string;
  readonly rpc: Rpc;
}

interface Member extends RpcEndpoint {
  health: EndpointHealth;
  underWay: number;
}

export interface PoolOptions {
  readonly endpoints: readonly RpcHttpOptions[];
  readonly logger: Logger;
}

/** A chain's endpoints: asks the best one, leaves those alone that fail, counts why. */
export class EndpointPool {
  readonly #members: Member[];
  readonly #counts = new Map<string, { endpoint: string; reason: string; count: number }>();

  constructor(private readonly options: PoolOptions) {
    this.#members = options.endpoints.map((endpoint, index) => ({
      index,
      host: hostOf(endpoint.url),
      rpc: openRpc(endpoint),
      health: HEALTHY,
      underWay: 0,
    }));
  }

  get size(): number {
    return this.#members.length;
  }

  get hosts(): string[] {
    return this.#members.map(({ host }) => host);
  }

  /** How often each endpoint's answers were not used, and why. */
  get refusals(): { endpoint: string; reason: string; count: number }[] {
    return [...this.#counts.values()].map((counted) => ({ ...counted }));
  }

  /**
   * Asks the best endpoint once, after its pause if all of them rest; `avoid` is the one that has just failed,
   * `prefer` the one to ask while it is well.
   * @throws AnswerError
   */
  async ask<T>(
    use: (endpoint: RpcEndpoint) => Promise<T>,
    { avoid, prefer }: { readonly avoid?: number | undefined; readonly prefer?: number | undefined } = {},
  ): Promise<T> {
    for (;;) {
      const { index, wait_ms } = chooseEndpoint(this.#members, { now_ms: performance.now(), avoid, prefer });
      if (wait_ms === 0) return this.#ask(this.#members[index]!, use);
      await new Promise((done) => setTimeout(done, wait_ms));
    }
  }

  /** Asks every endpoint that does not rest. @returns the answers of those that gave one */
  async askAll<T>(use: (endpoint: RpcEndpoint) => Promise<T>, except?: number): Promise<T[]> {
    const now_ms = performance.now();
    const rested = this.#members.filter(({ index, health }) => index !== except && health.restsUntil_ms <= now_ms);
    const answers = await Promise.allSettled(rested.map((member) => this.#ask(member, use)));
    return answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  }

  /** Asks the best of the other endpoints. @returns nothing when there is none that is well and answers */
  async askAnother<T>(use: (endpoint: RpcEndpoint) => Promise<T>, except: number): Promise<T | undefined> {
    const { index, wait_ms } = chooseEndpoint(this.#members, { now_ms: performance.now(), avoid: except });
    if (wait_ms > 0 || index === except) return undefined;
    return this.#ask(this.#members[index]!, use).catch((error: unknown) => {
      if (error instanceof AnswerError) return undefined;
      throw error;
    });
  }

  /** Counts against an endpoint what was found out otherwise than by an answer of its own. */
  blame(index: number, error: AnswerError): void {
    this.#failed(this.#members[index]!, error, performance.now());
  }

  /** Calls back whenever one of the endpoints announces a block by itself. */
  onHead(listener: () => void): void {
    for (const { rpc } of this.#members) rpc.onHead?.(listener);
  }

  async #ask<T>(member: Member, use: (endpoint: RpcEndpoint) => Promise<T>): Promise<T> {
    const askedAt_ms = performance.now();
    member.underWay++;
    try {
      const answer = await use(member);
      member.health = afterSuccess(member.health);
      return answer;
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
      this.#failed(member, error, askedAt_ms);
      error.endpoint = member;
      throw error;
    } finally {
      member.underWay--;
    }
  }

  #failed(member: Member, error: AnswerError, askedAt_ms: number): void {
    const { reason, retryAfter_ms } = error;
    member.health = afterFailure(member.health, {
      reason,
      askedAt_ms,
      now_ms: performance.now(),
      retryAfter_ms,
      jitter: Math.random(),
    });
    const key = `${member.host} ${reason}`;
    const counted = this.#counts.get(key) ?? { endpoint: member.host, reason, count: 0 };
    this.#counts.set(key, counted);
    const count = ++counted.count;
    // The first of its kind, the second, the fourth, the eighth: enough to see, too few to flood.
    if ((count & (count - 1)) !== 0) return;
    const level = reason === 'range-limit' ? 'debug' : 'warn';
    this.options.logger[level](
      { endpoint: member.host, reason, count },
      reason === 'unreachable' || reason === 'timeout'
        ? `${member.host} does not answer: ${error.message}.`
        : `An answer of ${member.host} was not used: ${error.message}.`,
    );
  }
}
