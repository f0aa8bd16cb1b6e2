// The books of recompute-root.mjs: who owns what of which asset, and what one vault's money comes to.

export const ONE = 1_000_000n;
const EXECUTORS = 6;
/** Assets by id, meters' fees by chain and meter, first links by chain and parent, amounts by person and token. */
export const [assets, fees, named, accrued] = [new Map(), new Map(), new Map(), new Map()];
let transit = new Map();

export const add = (map, key, amount) => amount && map.set(key, (map.get(key) ?? 0n) + amount);
export const homeOf = (id) => id.split(':')[0];
const made = (map, key, make) => map.get(key) ?? map.set(key, make()).get(key);
const sevenTimes = () => Array(7).fill(0n);
const newAsset = () => ({
  pool: sevenTimes(),
  holders: new Map(),
  links: [],
  open: new Set(),
  purses: new Map(),
  waits: [],
});
export const assetOf = (id) => made(assets, id, newAsset);
const newPurse = () => ({ grown: [0n, 0n], closed: [0n, 0n], value: sevenTimes(), offsets: new Map() });
const ppmOf = (asset, role) => BigInt(asset.split?.[role] ?? 0);

export function close(asset) {
  for (const purse of asset.purses.values()) {
    for (const [i, whole, end] of [
      [0, ONE, 7],
      [1, ONE - ppmOf(asset, EXECUTORS), EXECUTORS],
    ]) {
      const scaled = (purse.grown[i] - purse.closed[i]) << 128n;
      purse.closed[i] = purse.grown[i];
      let shared = 0n;
      for (let role = 1; role < end && whole > 0n; role++) {
        if (asset.pool[role] === 0n) continue;
        shared += ppmOf(asset, role);
        purse.value[role] += (scaled * ppmOf(asset, role)) / whole / asset.pool[role];
      }
      purse.value[0] += whole > 0n ? (scaled * (whole - shared)) / whole : scaled;
    }
  }
}
export function setShares(asset, role, who, shares) {
  const [key, before] = [`${role}|${who}`, asset.holders.get(`${role}|${who}`) ?? 0n];
  for (const purse of asset.purses.values()) add(purse.offsets, key, (before - shares) * purse.value[role]);
  asset.holders.set(key, shares);
  asset.pool[role] += shares - before;
}
function keep(asset, kind, token, meter, i, amount) {
  if (amount === 0n) return;
  if (!asset.owner || asset.open.size > 0) asset.waits.push({ kind, token, meter, i, amount, disputed: !!asset.owner });
  else made(asset.purses, `${kind}|${token}`, newPurse).grown[i] += amount;
}
export function release(asset, kind, receiver) {
  const waits = asset.waits.filter((wait) => wait.kind === kind);
  asset.waits = asset.waits.filter((wait) => wait.kind !== kind);
  for (const { token, meter, i, amount, disputed } of waits) {
    const to =
      receiver && (kind === 'local' || disputed) && (receiver.who ?? fees.get(meter)?.treasury ?? meter.split(':')[1]);
    if (to) add(accrued, `${to}|${token}`, amount);
    else made(asset.purses, `${kind}|${token}`, newPurse).grown[i] += amount;
  }
}
export function ancestors(chain, id, found = new Set()) {
  for (const { parent } of assetOf(id).links)
    if (homeOf(parent) === chain && !found.has(parent)) ancestors(chain, parent, found);
  return found.add(id); // parents before children
}
function waterfall(chain, seeds) {
  const found = new Set();
  for (const id of seeds.keys()) if (!found.has(id)) ancestors(chain, id, found);
  const order = [...found].reverse();
  const [inflow, direct, kept, abroad] = [new Map(seeds), new Map(), new Map(), new Map()];
  for (const id of order) {
    const all = inflow.get(id) ?? 0n;
    let rest = all;
    const give = (to, rate, receivers) => {
      const amount = [(all * rate) / ONE, rest].reduce((a, b) => (a < b ? a : b));
      rest -= amount;
      add(homeOf(to) === chain ? receivers : abroad, to, amount);
    };
    for (const { parent, rate, isAbsolute } of assetOf(id).links) if (!isAbsolute) give(parent, rate, inflow);
    const [paths, rates] = [new Map([[id, 1n]]), new Map()];
    for (const licensee of order) {
      for (const { parent, rate, isAbsolute } of paths.has(licensee) ? assetOf(licensee).links : []) {
        if (!isAbsolute) continue;
        add(rates, parent, paths.get(licensee) * rate);
        add(paths, parent, paths.get(licensee));
      }
    }
    const byName = ([a], [b]) => named.get(`${chain}|${a}`) - named.get(`${chain}|${b}`);
    for (const [parent, rate] of [...rates].sort(byName)) give(parent, rate, direct);
    kept.set(id, rest);
  }
  return { inflow, kept, abroad, own: (id) => (kept.get(id) ?? 0n) + (direct.get(id) ?? 0n), ids: order };
}
function sendOn(map, id, meter, token, amount, executor) {
  const arrivals = made(
    made(map, `${homeOf(id)}|${meter}|${token}`, () => new Map()),
    id,
    () => ({ amount: 0n, by: new Map() }),
  );
  arrivals.amount += amount;
  if (executor !== undefined) add(arrivals.by, executor, amount);
}
export function charge(chain, meter, { id, token, amount, executor, isOurs, counts }) {
  const net = amount - (amount * BigInt(fees.get(meter)?.feePpm ?? 0)) / ONE;
  if (!isOurs || net === 0n) return;
  if (homeOf(id) !== chain) return sendOn(transit, id, meter, token, net, executor);
  const { kept, abroad, own, ids } = waterfall(chain, new Map([[id, net]]));
  for (const [to, sum] of abroad) sendOn(transit, to, meter, token, sum);
  for (const each of counts ? ids : []) {
    const ppm = each === id && executor ? ppmOf(assetOf(id), EXECUTORS) : 0n;
    const paid = (kept.get(each) * ppm) / ONE;
    add(accrued, `${executor}|${token}`, paid);
    keep(assetOf(each), 'local', token, meter, ppm > 0n ? 1 : 0, own(each) - paid);
  }
}
export function settle(chains) {
  for (const asset of assets.values()) {
    if (asset.owner && (asset.open.size === 0 || asset.decided)) release(asset, 'settled', asset.decided?.upheld);
    else for (const wait of asset.waits) wait.disputed ||= !!asset.owner;
    asset.decided = undefined;
  }
  for (let hop = transit; hop.size > 0;) {
    const next = new Map();
    for (const [place, arrivals] of hop) {
      const [chain, meter, token] = place.split('|');
      if (!chains.has(chain)) continue;
      const run = waterfall(chain, new Map([...arrivals].map(([id, { amount }]) => [id, amount])));
      for (const [to, sum] of run.abroad) sendOn(next, to, meter, token, sum);
      for (const id of run.ids) {
        const ppm = ppmOf(assetOf(id), EXECUTORS);
        let [executed, paid] = [0n, 0n];
        for (const [executor, sum] of ppm > 0n ? (arrivals.get(id)?.by ?? []) : []) {
          const share = (run.kept.get(id) * sum) / run.inflow.get(id);
          [executed, paid] = [executed + share, paid + (share * ppm) / ONE];
          add(accrued, `${executor}|${token}`, (share * ppm) / ONE);
        }
        keep(assetOf(id), 'settled', token, meter, 0, run.own(id) - executed);
        keep(assetOf(id), 'settled', token, meter, 1, executed - paid);
      }
    }
    hop = next;
  }
  transit = new Map();
}
