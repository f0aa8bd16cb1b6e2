import { homeChain, type AssetId, type ChainId } from '../../domain/ids.js';
import { LAST_HOP } from '../../domain/settlement/hop.js';
import type { SettlingSchedule } from '../../domain/settlement/settling-chains.js';
import { type Arrivals, AT_ONCE, type Parts, type Reaches, WHOLE } from './reach.js';

const NOTHING: Arrivals = new Map();

/** Where money gets once it has crossed a border, over as many chains as it goes, and when. */
export class CrossedReaches {
  private readonly known = new Map<string, Arrivals>();
  private readonly wholes = new Map<string, Arrivals>();
  private readonly leaving = new WeakMap<ReadonlyMap<AssetId, bigint>, { era: number; arrivals: Arrivals }>();

  /** @param reaches of every chain that money may go through to what is asked for */
  constructor(
    private readonly reaches: ReadonlyMap<ChainId, Reaches>,
    private readonly schedule: SettlingSchedule,
  ) {}

  /** What assets keep of what leaves a chain from an asset's usages. The same as long as nothing changes. */
  ofLeaving(abroad: ReadonlyMap<AssetId, bigint>, mark_s: number): Arrivals {
    if (abroad.size === 0) return NOTHING;
    const era = this.eraOf(mark_s);
    const known = this.leaving.get(abroad);
    if (known?.era === era) return known.arrivals;
    const arrivals = this.sumOf(abroad, mark_s, 1);
    this.leaving.set(abroad, { era, arrivals });
    return arrivals;
  }

  /** What assets keep of a whole that is sent to one, settled by the links where it arrives. The same as long as nothing changes. */
  ofSent(asset: AssetId, mark_s: number, hop = 1): Arrivals {
    const reaches = this.reaches.get(homeChain(asset));
    const arrival_s = this.schedule.arrival(homeChain(asset), mark_s);
    if (!reaches || arrival_s === undefined || hop > LAST_HOP) return NOTHING;
    const key = `${asset}|${hop}|${this.eraOf(mark_s)}`;
    let arrivals = this.known.get(key);
    if (!arrivals) {
      const { stayed, abroad } = reaches.at(asset, arrival_s);
      const onward = abroad.size === 0 ? NOTHING : this.sumOf(abroad, arrival_s, hop + 1);
      arrivals = sumOf([stayed, onward], arrival_s === mark_s ? AT_ONCE : arrival_s);
      this.known.set(key, arrivals);
    }
    return arrivals;
  }

  /** All of what is sent to an asset. The same as long as nothing changes. */
  whole(asset: AssetId, mark_s: number): Arrivals {
    const arrival_s = this.schedule.arrival(homeChain(asset), mark_s);
    if (arrival_s === undefined) return NOTHING;
    const when = arrival_s === mark_s ? AT_ONCE : arrival_s;
    const key = `${asset}|${when}`;
    let arrivals = this.wholes.get(key);
    if (!arrivals) this.wholes.set(key, (arrivals = new Map([[when, new Map([[asset, WHOLE]])]])));
    return arrivals;
  }

  private sumOf(abroad: ReadonlyMap<AssetId, bigint>, mark_s: number, hop: number): Arrivals {
    const each = [...abroad].map(([to, share]) => scaled(this.ofSent(to, mark_s, hop), share));
    return sumOf(each, AT_ONCE);
  }

  /** As long as it is the same, no link of any chain has changed, and no chain has begun or ended. */
  private eraOf(mark_s: number): number {
    let era = this.schedule.turnsBefore(mark_s);
    for (const reaches of this.reaches.values()) era += reaches.eraOf(mark_s);
    return era;
  }
}

function scaled(arrivals: Arrivals, share: bigint): Arrivals {
  const of = (parts: Parts): Parts => new Map([...parts].map(([id, part]) => [id, (share * part) / WHOLE]));
  return new Map([...arrivals].map(([when, parts]) => [when, of(parts)]));
}

/** @param sent_s what {@link AT_ONCE} means in them */
function sumOf(each: readonly Arrivals[], sent_s: number): Arrivals {
  const sum = new Map<number, Map<string, bigint>>();
  for (const arrivals of each) {
    for (const [when, parts] of arrivals) {
      const mark_s = when === AT_ONCE ? sent_s : when;
      let sums = sum.get(mark_s);
      if (!sums) sum.set(mark_s, (sums = new Map()));
      for (const [id, part] of parts) sums.set(id, (sums.get(id) ?? 0n) + part);
    }
  }
  return sum;
}
