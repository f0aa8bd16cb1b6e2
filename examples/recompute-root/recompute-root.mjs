// Computes a payout root again from raw logs, with viem and the ABIs alone. How to run it: docs/operating.md, "Payouts".
// Money is counted in base units. Left out: runs over more than 1,024 assets, and money that crosses nine borders.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  createPublicClient,
  encodeAbiParameters,
  getAddress,
  http,
  keccak256,
  parseEventLogs,
  zeroAddress,
} from 'viem';

const text = { type: 'string' };
const options = { vault: text, mark: text, 'remote-mark': text, interval: text, chain: { ...text, multiple: true } };
const { values: given } = parseArgs({ options });
const interval = Number(given.interval);
const ourVault = given.vault.replace(/0x.*/, (address) => getAddress(address));
const abi = ['AssetRegistry', 'UsageMeter', 'PayoutVault'].flatMap((name) =>
  JSON.parse(readFileSync(new URL(`../../abi/reference/${name}.json`, import.meta.url), 'utf8')),
);
const newMap = () => new Map();
const [ONE, STRIDE, EXECUTORS] = [1_000_000n, 10_000n, 6];
/** By person and token: what is accrued, what was claimed. By asset, role, person and token: what is due, times 2^128. */
const [accrued, claimed, dues] = [newMap(), newMap(), newMap()];
/** Assets by id, fees by meter, held usages by receipt, parents by chain as links first named them, money under way. */
let assets, fees, held, named, transit, isLocal;
const made = (map, key, make) => map.get(key) ?? map.set(key, make()).get(key);
const add = (map, key, amount) => amount && map.set(key, (map.get(key) ?? 0n) + amount);
const zeros = (count) => Array(count).fill(0n);
const newAsset = (id) => ({
  id,
  split: zeros(7),
  shares: newMap(),
  totals: newMap(),
  links: [],
  waits: [],
  open: newMap(),
});
const assetOf = (id) => made(assets, id, () => newAsset(id));
const homeOf = (id) => id.split(':')[0];
const least = (a, b) => (a < b ? a : b);

/** Every event of a chain's contracts in order, with the end of the interval that it falls into. */
async function readChain(described) {
  const [chain, url, ...address] = described.split(',');
  const client = createPublicClient({ transport: http(url, { batch: true }) });
  const [head, logs, blocks] = [await client.getBlockNumber(), [], newMap()];
  for (let fromBlock = 0n; fromBlock <= head; fromBlock += STRIDE) {
    logs.push(...(await client.getLogs({ address, fromBlock, toBlock: least(head, fromBlock + STRIDE - 1n) })));
  }
  const blockOf = (blockNumber) => made(blocks, blockNumber, () => client.getBlock({ blockNumber }));
  const events = parseEventLogs({ abi, logs }).map(async ({ address, eventName, args, blockNumber }) => {
    const end = (Math.floor(Number((await blockOf(blockNumber)).timestamp) / interval) + 1) * interval;
    return { chain, contract: `${chain}:${getAddress(address)}`, eventName, args, end };
  });
  return Promise.all(events);
}
/** Divides what an asset has kept since it was last divided among its owner and shareholders. */
function close({ id, split, shares, totals }) {
  const pool = zeros(7);
  for (const [key, count] of shares) pool[key[0]] += count;
  for (const [token, growths] of totals) {
    growths.forEach((growth, executed) => {
      const whole = ONE - (executed ? split[EXECUTORS] : 0n) || 1n;
      const parts = split.map((ppm, role) => (role > 0 && role < 7 - executed && pool[role] > 0n ? ppm : 0n));
      parts[0] = whole - parts.reduce((sum, ppm) => sum + ppm);
      for (const [key, count] of shares) {
        const perShare = ((growth << 128n) * parts[key[0]]) / whole / (pool[key[0]] || 1n);
        add(dues, `${id}|${key}|${token}`, count * perShare);
      }
    });
  }
  totals.clear();
}
function keep(asset, executed, amount, token, meter, waits = !asset.isRegistered || asset.open.size > 0) {
  if (waits) asset.waits.push([executed, amount, token, meter]);
  else made(asset.totals, token, () => zeros(2))[executed] += amount;
}
/** What waited is the asset's, or goes to whom an upheld dispute has named: to the treasury where that is nobody. */
function release(asset) {
  const upheld = asset.decided?.upheld;
  asset.decided = undefined;
  for (const [executed, amount, token, meter] of asset.waits.splice(0)) {
    const receiver = upheld === zeroAddress ? fees.get(meter).treasury : upheld;
    if (receiver) add(accrued, `${receiver}|${token}`, amount);
    else keep(asset, executed, amount, token, meter, false);
  }
}
/** An asset and what lies above it on its chain, parents first. */
function ancestors(id, found = new Set()) {
  const parents = assetOf(id).links.map(({ parent }) => parent);
  for (const parent of parents) if (homeOf(parent) === homeOf(id) && !found.has(parent)) ancestors(parent, found);
  return found.add(id);
}
/** Money for an asset, on its way to the asset's chain. */
function send(hop, id, meter, token, amount, executor = zeroAddress) {
  const { sums, by } = made(hop, `${homeOf(id)}|${meter}|${token}`, () => ({ sums: newMap(), by: newMap() }));
  add(sums, id, amount);
  if (executor !== zeroAddress) add(made(by, id, newMap), executor, amount);
}
/** The waterfall: links take their parts, executors theirs, and the rest is kept for the people of each asset. */
function divide(place, { sums, by }, counts) {
  const [chain, meter, token] = place.split('|');
  const [inflow, direct, found] = [new Map(sums), newMap(), new Set()];
  for (const id of sums.keys()) if (!found.has(id)) ancestors(id, found);
  const order = [...found].reverse();
  for (const id of order) {
    const [all, asset, paths, rates] = [inflow.get(id) ?? 0n, assetOf(id), new Map([[id, 1n]]), newMap()];
    let [rest, executed, paid] = [all, 0n, 0n];
    const give = (to, rate, receivers) => {
      const amount = least((all * rate) / ONE, rest);
      rest -= amount;
      if (homeOf(to) === chain) add(receivers, to, amount);
      else send(transit, to, meter, token, amount);
    };
    for (const { parent, rate, isAbsolute } of asset.links) if (!isAbsolute) give(parent, rate, inflow);
    for (const licensee of order.filter((one) => assetOf(one).links.length > 0)) {
      for (const { parent, rate } of assetOf(licensee).links.filter(({ isAbsolute }) => isAbsolute)) {
        add(rates, parent, (paths.get(licensee) ?? 0n) * rate);
        add(paths, parent, paths.get(licensee));
      }
    }
    for (const parent of named.get(chain) ?? []) give(parent, rates.get(parent) ?? 0n, direct);
    if (!counts) continue;
    for (const [executor, sum] of asset.split[EXECUTORS] > 0n ? (by.get(id) ?? []) : []) {
      const part = (((rest * sum) / all) * asset.split[EXECUTORS]) / ONE;
      [executed, paid] = [executed + (rest * sum) / all, paid + part];
      add(accrued, `${executor}|${token}`, part);
    }
    keep(asset, 0, rest + (direct.get(id) ?? 0n) - executed, token, meter);
    keep(asset, 1, executed - paid, token, meter);
  }
}
/** Divides a usage where its asset is at home; from elsewhere, what is left of it after the fee travels there. */
function charge(chain, meter, { assetChainId, assetRegistry, assetId, amount, token, executor }) {
  const [id, hop, { feePpm, vault }] = [`${assetChainId}:${assetRegistry}/${assetId}`, newMap(), fees.get(meter)];
  if (`${chain}:${vault}` !== ourVault) return;
  const net = amount - (amount * BigInt(feePpm)) / ONE;
  send(homeOf(id) === chain ? hop : transit, id, meter, token, net, executor);
  for (const [place, arrivals] of hop) divide(place, arrivals, isLocal);
}
/** The end of an interval: what waited and is decided, then what is under way, hop by hop. */
function settle(chains) {
  for (const asset of assets.values())
    if (asset.isRegistered && (asset.open.size === 0 || asset.decided)) release(asset);
  while (transit.size > 0) {
    const hop = [...transit].filter(([place]) => chains.has(place.split('|')[0]));
    transit = newMap();
    for (const [place, arrivals] of hop) divide(place, arrivals, true);
  }
}
/** What an asset has kept is divided by the rules before these. */
const CLOSING = new Set(['Transfer', 'RoleSplitSet', 'SharesChanged']);
const on = {
  AssetRegistered(asset) {
    asset.isRegistered = true;
    if (isLocal) release(asset);
  },
  Transfer(asset, { from, to }) {
    asset.shares.delete(`0|${from}`);
    asset.shares.set(`0|${to}`, 1n);
  },
  ParentLinked(asset, { parentChainId, parentRegistry, parentId, royaltyPpm, policy }, { chain, id }) {
    const parent = `${parentChainId}:${parentRegistry}/${parentId}`;
    if (parent === id || (homeOf(parent) === chain && ancestors(parent).has(id))) return;
    made(named, chain, () => new Set()).add(parent);
    const rank = asset.links.findIndex((link) => link.parent === parent);
    const link = { parent, rate: BigInt(royaltyPpm), isAbsolute: policy === 1 };
    asset.links.splice(rank < 0 ? asset.links.length : rank, 1, link);
  },
  RoleSplitSet: (asset, { ppm }) => (asset.split = ppm.map(BigInt)),
  SharesChanged: (asset, { role, contributors, shares }) =>
    contributors.forEach((who, index) => asset.shares.set(`${role}|${who}`, shares[index])),
  DisputeRaised: (asset, { disputeId }) => asset.open.set(disputeId),
  DisputeDecided(asset, { disputeId, upheld, beneficiary }) {
    asset.open.delete(disputeId);
    if (upheld) asset.upheld ??= beneficiary;
    if (asset.open.size > 0) return;
    asset.decided ??= { upheld: asset.upheld };
    asset.upheld = undefined;
    if (isLocal) release(asset);
  },
  FeeSet: (_, fee, { contract }) => fees.set(contract, fee),
  UsageRecorded: (_, usage, { chain, contract }) => charge(chain, contract, usage),
  UsageHeld: (_, usage, { contract }) => held.set(`${contract}${usage.receiptId}`, usage),
  UsageReleased: (_, { receiptId }, { chain, contract }) =>
    charge(chain, contract, held.get(`${contract}${receiptId}`)),
  Claimed(_, { contributor, token, amount }, { contract }) {
    if (isLocal && contract === ourVault) add(claimed, `${contributor}|${token}`, amount);
  },
};
/** What accrues up to a mark: from money that stays on its chain, or from money that crosses chains. */
function follow(events, chains, mark, local) {
  [assets, fees, held, named, transit, isLocal] = [newMap(), newMap(), newMap(), newMap(), newMap(), local];
  const counted = events.filter(({ end }) => end <= mark);
  counted.forEach((event, index) => {
    const { contract, eventName, args, end } = event;
    const id = `${contract}/${args.assetId ?? args.childId ?? args.tokenId}`;
    if (CLOSING.has(eventName)) close(assetOf(id));
    on[eventName]?.(assetOf(id), args, { ...event, id });
    if (!isLocal && counted[index + 1]?.end !== end) settle(chains);
  });
  for (const asset of assets.values()) close(asset);
}

const events = (await Promise.all(given.chain.map(readChain))).flat().sort((a, b) => a.end - b.end);
const chains = new Set(given.chain.map((described) => described.split(',')[0]));
follow(events, chains, Number(given.mark), true);
follow(events, chains, Number(given['remote-mark']), false);
for (const [key, scaled] of dues) add(accrued, key.split('|').slice(2).join('|'), scaled >> 128n);
for (const [key, amount] of claimed) if (amount > (accrued.get(key) ?? 0n)) accrued.set(key, amount);
const types = [{ type: 'address' }, { type: 'address' }, { type: 'uint256' }];
const leafOf = ([key, amount]) => keccak256(keccak256(encodeAbiParameters(types, [...key.split('|'), amount])));
const leaves = [...accrued].map(leafOf).sort();
const tree = [...Array(leaves.length - 1), ...leaves.reverse()];
for (let i = leaves.length - 2; i >= 0; i--) {
  const [a, b] = [tree[2 * i + 1], tree[2 * i + 2]].sort();
  tree[i] = keccak256(`${a}${b.slice(2)}`);
}
console.log(`${tree[0]} over ${leaves.length} leaves`);
