import type { Books, Purse } from './books.js';
import { creditRun, Waiting, type Executors } from './credit.js';
import type { AuditEvent, AuditRole, AuditUsage } from './events.js';
import { AuditPrices, type FixedPrice } from './prices.js';
import { ChainRules } from './rules.js';
import { runWaterfall, type Run } from './waterfall.js';

/** Amounts by asset. */
export type Sums = ReadonlyMap<string, bigint>;

/** Puts money that leaves for assets of other chains on its way. */
export type Send = (usageContract: string, purse: Purse, time_s: number, sums: Sums, executors?: Executors) => void;

interface HeldUsage extends AuditUsage {
  purse: Purse;
}

/** Books the events of one chain, each at its position, one after the other. */
export class ChainBooks {
  private readonly rules: ChainRules;
  private readonly prices: AuditPrices;
  private readonly waiting = new Waiting();
  /** By contract and receipt; null once it is decided. */
  private readonly held = new Map<string, HeldUsage | null>();
  private readonly tasks = new Map<string, { asset: string; role: AuditRole }>();

  constructor(
    private readonly books: Books,
    private readonly chain: number,
    private readonly send: Send,
    fixedPrices: readonly FixedPrice[] = [],
  ) {
    this.prices = new AuditPrices(fixedPrices);
    this.rules = new ChainRules(chain);
  }

  book(events: readonly AuditEvent[]): void {
    for (const event of events) {
      this.rules.apply(event);
      this.prices.apply(event);
      this.bookEvent(event);
      if (event.name !== 'used') this.waiting.release(this.books, this.rules);
    }
  }

  private bookEvent(event: AuditEvent): void {
    switch (event.name) {
      case 'used':
        return this.use(event);
      case 'released':
      case 'reversed':
        return this.decide(event);
      case 'status': {
        const { disputes, decisions } = this.rules.asset(event.asset);
        const decision = event.opens || disputes.size > 0 ? undefined : decisions.at(-1);
        if (!decision?.upheld) return;
        return this.waiting.giveAway(this.books, this.rules, event.asset, decision.upheld.beneficiary);
      }
      case 'direct': {
        const { contributor, asset, role, amount } = event;
        return this.books.addPaid('direct', this.purse(event.contract, event.token), contributor, asset, role, amount);
      }
      case 'task': {
        const key = `${event.contract}|${event.task}`;
        if (!this.tasks.has(key)) this.tasks.set(key, event);
        return;
      }
      case 'reward':
        return this.reward(event);
      case 'claimed':
        return this.books.addClaimed(this.purse(event.vault, event.token), event.contributor, event.amount);
      default:
        return;
    }
  }

  private purse(vault: string, token: string): Purse {
    return { vaultChain: this.chain, vault, token };
  }

  private use(event: AuditEvent & { name: 'used' }): void {
    const purse = this.purse(this.rules.feeOf(event.contract).vault, event.token);
    if (event.held) {
      const key = `${event.contract}|${event.receipt}`;
      if (this.held.has(key)) return;
      this.held.set(key, { ...event, purse });
    }
    if (event.settlement === 'VAULT') this.books.addPaidIn(purse, event.amount);
    if (!event.held) this.charge(event, purse, event.contract, event.time_s);
    else if (event.settlement === 'VAULT') this.books.move('suspense', purse, event.asset, event.amount);
  }

  private decide(event: AuditEvent & { name: 'released' | 'reversed' }): void {
    const key = `${event.contract}|${event.receipt}`;
    const usage = this.held.get(key);
    if (!usage) return;
    this.held.set(key, null);
    const isOurs = usage.settlement === 'VAULT';
    if (isOurs) this.books.move('suspense', usage.purse, usage.asset, -usage.amount);
    if (event.name === 'released') this.charge(usage, usage.purse, event.contract, event.time_s);
    else if (isOurs) this.books.addReturned(usage.purse, usage.amount);
  }

  /** Takes the fee of here and now, and divides the rest by the rules of here and now. */
  private charge(usage: AuditUsage, purse: Purse, contract: string, time_s: number): void {
    const { asset, amount, settlement, consumer, executor } = usage;
    if (settlement !== 'VAULT') {
      const isCircular =
        settlement === 'DIRECT' && (consumer === executor || this.isOf(consumer, asset, executor !== null));
      this.revenue(usage, purse, time_s, settlement === 'NONE' ? amount : 0n, isCircular);
      return;
    }
    const { feePpm, treasury } = this.rules.feeOf(contract);
    const fee = (amount * feePpm) / 1_000_000n;
    const net = amount - fee;
    this.books.addFee(purse, treasury, fee);
    const seed = new Map([[asset, net]]);
    const executors: Executors = new Map();
    if (executor) executors.set(asset, new Map([[executor, net]]));
    if (this.rules.isHere(asset)) {
      const run = runWaterfall(this.rules, seed);
      this.revenue(usage, purse, time_s, fee, this.paysItself(usage, run));
      creditRun(this.books, this.rules, this.waiting, purse, contract, run, executors);
      this.send(contract, purse, time_s, run.leaving);
    } else {
      this.revenue(usage, purse, time_s, fee, net > 0n && consumer === executor);
      this.send(contract, purse, time_s, seed, executors);
    }
  }

  private revenue(
    { asset, amount, token }: AuditUsage,
    purse: Purse,
    time_s: number,
    fee: bigint,
    isCircular: boolean,
  ) {
    this.books.addRevenue(purse, asset, amount, fee, isCircular);
    const worth = this.prices.worth(token, amount, time_s);
    if (worth === null) return this.books.addUnpriced(purse, asset, amount);
    this.books.addWorth(purse, asset, worth, this.prices.worth(token, fee, time_s)!, isCircular);
  }

  /** Whether a run pays the one who paid for it: as executor, or as one of the people of any asset that it leaves something. */
  private paysItself({ asset: used, consumer, executor }: AuditUsage, run: Run): boolean {
    for (const asset of new Set([...run.kept.keys(), ...run.direct.keys()])) {
      const kept = run.kept.get(asset) ?? 0n;
      if (kept + (run.direct.get(asset) ?? 0n) === 0n) continue;
      const computePpm = this.rules.asset(asset).ppm?.get('COMPUTE_PROVIDER') ?? 0n;
      const isExecuted = asset === used && executor !== null && computePpm > 0n;
      if (isExecuted && executor === consumer && kept * computePpm >= 1_000_000n) return true;
      if (this.isOf(consumer, asset, isExecuted)) return true;
    }
    return false;
  }

  /** Whether somebody owns an asset or holds shares in a role that takes part. */
  private isOf(who: string, asset: string, isExecuted: boolean): boolean {
    const { owner, ppm, pools } = this.rules.asset(asset);
    if (owner === who) return true;
    return [...pools].some(([role, pool]) => {
      const takesPart = (ppm?.get(role) ?? 0n) > 0n && !(isExecuted && role === 'COMPUTE_PROVIDER');
      return role !== 'OWNER' && takesPart && (pool.get(who) ?? 0n) > 0n;
    });
  }

  private reward({ contract, task, contributor, token, amount }: AuditEvent & { name: 'reward' }): void {
    const known = this.tasks.get(`${contract}|${task}`);
    if (known) this.books.addPaid('rewards', this.purse(contract, token), contributor, known.asset, known.role, amount);
  }
}
