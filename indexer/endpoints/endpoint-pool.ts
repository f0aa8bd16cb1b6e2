import type { Logger } from 'pino';
import { hostOf } from './host.js';
import { afterFailure, afterSuccess, chooseEndpoint, type EndpointHealth, HEALTHY } from './health.js';
import { AnswerError } from './refusal.js';
import { RpcHttp, type RpcHttpOptions } from './rpc-http.js';

/** One of a chain's endpoints. */
export interface RpcEndpoint {
  readonly index: number;
  readonly host: string;
  readonly rpc: RpcHttp;
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
  readonly #counts = new Map<string, number>();

  constructor(private readonly options: PoolOptions) {
    this.#members = options.endpoints.map((endpoint, index) => ({
      index,
      host: hostOf(endpoint.url),
      rpc: new RpcHttp(endpoint),
      health: HEALTHY,
      underWay: 0,
    }));
  }

  get size(): number {
    return this.#members.length;
  }

  /** How often each endpoint's answers were not used, by `endpoint reason`. */
  get refusals(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  /**
   * Asks the best endpoint once, after its pause if all of them rest; `avoid` is the one that has just failed.
   * @throws AnswerError
   */
  async ask<T>(use: (endpoint: RpcEndpoint) => Promise<T>, avoid?: number): Promise<T> {
    for (;;) {
      const { index, wait_ms } = chooseEndpoint(this.#members, { now_ms: performance.now(), avoid });
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
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    // The first of its kind, the second, the fourth, the eighth: enough to see, too few to flood.
    if ((count & (count - 1)) !== 0) return;
    const level = reason === 'range-limit' ? 'debug' : 'warn';
    this.options.logger[level](
      { endpoint: member.host, reason, count },
      `An answer of ${member.host} was not used: ${error.message}.`,
    );
  }
}
