import { homeChain, type AssetId, type ChainId } from '../../domain/ids.js';
import { LAST_HOP } from '../../domain/settlement/hop.js';
import { type Reaches, WHOLE } from './reach.js';

/** Parts of a whole, by asset. */
export type Parts = ReadonlyMap<string, bigint>;

const NOTHING: Parts = new Map();

/** Where money gets once it has crossed a border, over as many chains as it goes. */
export class CrossedReaches {
  private readonly known = new Map<string, Parts>();

  /** @param reaches of every chain that money may go through to what is asked for */
  constructor(private readonly reaches: ReadonlyMap<ChainId, Reaches>) {}

  /** What assets keep of what leaves a chain from an asset's usages. */
  ofLeaving(abroad: ReadonlyMap<AssetId, bigint>, mark_s: number): Parts {
    return this.sumOf(abroad, mark_s, 1);
  }

  /** What assets keep of a whole that arrives at one, settled by the links at a mark. */
  ofArriving(asset: AssetId, mark_s: number, hop = 1): Parts {
    const reaches = this.reaches.get(homeChain(asset));
    if (!reaches || hop > LAST_HOP) return NOTHING;
    const key = `${asset}|${hop}|${this.eraOf(mark_s)}`;
    let parts = this.known.get(key);
    if (!parts) {
      const { kept, abroad } = reaches.at(asset, mark_s);
      parts = abroad.size === 0 ? kept : added(kept, this.sumOf(abroad, mark_s, hop + 1));
      this.known.set(key, parts);
    }
    return parts;
  }

  private sumOf(abroad: ReadonlyMap<AssetId, bigint>, mark_s: number, hop: number): Parts {
    let sum = NOTHING;
    for (const [to, share] of abroad) {
      const arrived = this.ofArriving(to, mark_s, hop);
      if (arrived.size > 0) sum = added(sum, new Map([...arrived].map(([id, part]) => [id, (share * part) / WHOLE])));
    }
    return sum;
  }

  /** As long as it is the same, no link of any chain has changed. */
  private eraOf(mark_s: number): number {
    let era = 0;
    for (const reaches of this.reaches.values()) era += reaches.eraOf(mark_s);
    return era;
  }
}

function added(a: Parts, b: Parts): Parts {
  const sum = new Map(a);
  for (const [id, part] of b) sum.set(id, (sum.get(id) ?? 0n) + part);
  return sum;
}
