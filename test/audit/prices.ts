import type { AuditEvent } from './events.js';

/** A price that needs no event: in USD for a whole token, from a time on. */
export interface FixedPrice {
  token: string;
  usd: string;
  decimals: number | null;
  from_s: number;
}

/** What is known of the tokens of one chain, and what amounts of them are worth. */
export class AuditPrices {
  private readonly posted = new Map<string, string>();
  private readonly decimals = new Map<string, number>();

  constructor(private readonly fixed: readonly FixedPrice[]) {}

  apply(event: AuditEvent): void {
    if (event.name === 'priced' && isPrice(event.usd)) this.posted.set(event.token, event.usd);
    if (event.name === 'described') this.decimals.set(event.token, event.decimals);
  }

  /** USD times 10^18 of base units at a time, cut off; null where it cannot be told. */
  worth(token: string, amount: bigint, time_s: number): bigint | null {
    if (amount === 0n) return 0n;
    const started = this.fixed.filter((each) => each.token === token && each.from_s <= time_s);
    const [listed] = started.sort((a, b) => b.from_s - a.from_s);
    const usd = this.posted.get(token) ?? listed?.usd;
    const decimals = this.decimals.get(token) ?? listed?.decimals ?? null;
    if (usd === undefined || decimals === null) return null;
    const [whole, part = ''] = usd.split('.') as [string, string?];
    const digits = BigInt(whole + part);
    return (amount * digits * 10n ** 18n) / 10n ** BigInt(part.length + decimals);
  }
}

/** A decimal above zero that has no more than 36 digits after its point which say something. */
function isPrice(text: string): boolean {
  if (!/^[0-9]+([.][0-9]+)?$/.test(text) || !/[1-9]/.test(text)) return false;
  const [whole, part = ''] = text.split('.') as [string, string?];
  return whole.length <= 78 && part.replace(/0+$/, '').length <= 36;
}
