import { homeChain, type Address, type AssetId, type ChainId } from '../ids.js';
import { inOrder, SettlementBooks } from './books.js';
import { LAST_HOP, settleLanding, type Arrival, type Landing } from './hop.js';
import type { IntervalTransit, SettlementInput, SettlementResult } from './types.js';
import { decideWaiting } from './waiting.js';

/**
 * Settles one interval of one vault (see types.ts for what goes in and comes out, and in which order the
 * caller works). Pure: the same transit and rules give the same result, in whatever order rows come.
 */
export function settleInterval(input: SettlementInput): SettlementResult {
  const books = new SettlementBooks();
  for (const { assetId } of input.suspense) {
    const chain = homeChain(assetId);
    if (input.settles(chain) && !input.closed(chain)) return { settled: false, waitsFor: chain };
  }
  decideWaiting(input, books);

  let money: readonly IntervalTransit[] = input.transit;
  for (let hop = 1; hop <= LAST_HOP && money.length > 0; hop++) {
    const landings = landingsOf(money, hop, input);
    const blocked = landings.find(({ chain }) => !input.closed(chain));
    if (blocked) return { settled: false, waitsFor: blocked.chain };
    const next = money.filter((row) => hopOf(row) > hop);
    for (const landing of landings) {
      const { usageContract, token } = landing;
      for (const { assetId, amount } of settleLanding(landing, input.rules, books)) {
        books.hops.add({ hop: hop + 1, assetId, usageContract, token, amount });
        next.push({ hop: hop + 1, assetId, usageContract, token, executor: null, amount });
      }
    }
    money = next;
  }

  return {
    settled: true,
    growth: inOrder(books.growth.rows),
    executors: inOrder(books.executors.rows),
    upheld: inOrder(books.upheld.rows),
    suspense: inOrder(books.suspense.rows),
    postings: inOrder(books.postings.rows),
    hops: inOrder(books.hops.rows),
    anomalies: inOrder(books.anomalies),
  };
}

const hopOf = ({ hop = 1 }: IntervalTransit): number => hop;

/** Sums money that crosses its next border by where it lands; what goes to chains that do not settle the interval stays in transit. */
function landingsOf(money: readonly IntervalTransit[], hop: number, { settles }: SettlementInput): Landing[] {
  const landings = new Map<string, MutableLanding>();
  for (const row of money) {
    const { assetId, usageContract, token, executor, amount } = row;
    const chain = homeChain(assetId);
    if (hopOf(row) !== hop || !settles(chain)) continue;
    const key = `${chain}|${usageContract}|${token}`;
    let landing = landings.get(key);
    if (!landing) landings.set(key, (landing = { chain, hop, usageContract, token, arrivals: new Map() }));
    let arrival = landing.arrivals.get(assetId);
    if (!arrival) landing.arrivals.set(assetId, (arrival = { amount: 0n, executors: new Map() }));
    arrival.amount += amount;
    if (executor !== null) arrival.executors.set(executor, (arrival.executors.get(executor) ?? 0n) + amount);
  }
  return inOrder(landings);
}

interface MutableLanding {
  readonly chain: ChainId;
  readonly hop: number;
  readonly usageContract: Address;
  readonly token: Address;
  readonly arrivals: Map<AssetId, Arrival>;
}
