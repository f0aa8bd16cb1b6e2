// Computes a payout root again from the raw logs of the chains, sharing nothing with Tributary but the ABIs:
//   node examples/recompute-root/recompute-root.mjs --vault 31337:0xVAULT --mark 1763900000 --remote-mark 1763900000 \
//     --interval 60 --chain 31337,http://127.0.0.1:8545,0xREGISTRY,0xMETER,0xVAULT --chain 31338,http://...,0x...
// Prints the root and the number of leaves. Left out: runs over more than 1,024 assets, and money over nine borders.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createPublicClient, decodeEventLog, encodeAbiParameters, http, keccak256, zeroAddress } from 'viem';
import {
  accrued,
  add,
  ancestors,
  assetOf,
  assets,
  charge,
  close,
  fees,
  homeOf,
  named,
  release,
  setShares,
  settle,
} from './books.mjs';

const text = { type: 'string' };
const options = { vault: text, mark: text, 'remote-mark': text, interval: text, chain: { ...text, multiple: true } };
const { values: given } = parseArgs({ options });
const [mark, remoteMark, interval] = ['mark', 'remote-mark', 'interval'].map((name) => Number(given[name]));
const [vaultChain, vault] = given.vault.toLowerCase().split(':');
const abi = ['AssetRegistry', 'UsageMeter', 'PayoutVault'].flatMap((name) =>
  JSON.parse(readFileSync(new URL(`../../abi/reference/${name}.json`, import.meta.url), 'utf8')),
);
const STRIDE = 10_000n;
const [held, claimed] = [new Map(), new Map()];
const lower = (value) => (typeof value === 'string' && value.startsWith('0x') ? value.toLowerCase() : value);

/** Every event of a chain's contracts in order, with the end of the interval that it falls into. */
async function readChain(described) {
  const [chain, url, ...address] = described.toLowerCase().split(',');
  const client = createPublicClient({ transport: http(url, { batch: true }) });
  const [logs, times] = [[], new Map()];
  const head = await client.getBlockNumber();
  for (let fromBlock = 0n; fromBlock <= head; fromBlock += STRIDE) {
    const toBlock = fromBlock + STRIDE - 1n < head ? fromBlock + STRIDE - 1n : head;
    logs.push(...(await client.getLogs({ address, fromBlock, toBlock })));
  }
  const blocks = [...new Set(logs.map(({ blockNumber }) => blockNumber))];
  for (let start = 0; start < blocks.length; start += 100) {
    const read = blocks.slice(start, start + 100).map((blockNumber) => client.getBlock({ blockNumber }));
    for (const { number, timestamp } of await Promise.all(read)) times.set(number, Number(timestamp));
  }
  let time = 0;
  return logs.flatMap((log) => {
    time = Math.max(time, times.get(log.blockNumber));
    const end = (Math.floor(time / interval) + 1) * interval;
    try {
      const { eventName, args } = decodeEventLog({ abi, data: log.data, topics: log.topics });
      const values = Object.fromEntries(Object.entries(args).map(([name, value]) => [name, lower(value)]));
      return [{ chain, contract: log.address.toLowerCase(), eventName, values, end }];
    } catch {
      return [];
    }
  });
}

/** Opens or decides a dispute; `upheld` is undefined for a status that names no outcome. */
function changeStatus(asset, { disputeId = '', upheld, beneficiary }, opens, end) {
  if (opens) return void asset.open.add(`${disputeId}`);
  if (!asset.open.delete(`${disputeId}`)) return;
  if (upheld) asset.upheld ??= { who: beneficiary === zeroAddress ? undefined : beneficiary };
  if (asset.open.size > 0) return;
  asset.decided ??= { upheld: asset.upheld };
  if (asset.owner && end <= mark) release(asset, 'local', asset.upheld);
  asset.upheld = undefined;
}

const DISPUTED = 1;
function apply({ chain, contract, eventName, values: e, end }, order) {
  const id = `${chain}:${contract}/${e.assetId ?? e.childId ?? e.tokenId}`;
  const meter = `${chain}:${contract}`;
  const usage = () => ({
    ...{
      id: `${e.assetChainId}:${e.assetRegistry}/${e.assetId}`,
      token: e.token,
      amount: e.amount,
      counts: end <= mark,
    },
    executor: e.executor === zeroAddress ? undefined : e.executor,
    isOurs: chain === vaultChain && (fees.get(meter)?.vault ?? contract) === vault,
  });
  const on = {
    AssetRegistered: (asset) => {
      if (asset.owner) return;
      asset.owner = e.owner;
      setShares(asset, 0, e.owner, 1n);
      if (asset.open.size > 0) for (const wait of asset.waits) wait.disputed ||= wait.kind === 'local';
      else if (end <= mark) release(asset, 'local');
    },
    Transfer: (asset) => {
      if (e.from === zeroAddress || asset.owner !== e.from) return;
      close(asset);
      setShares(asset, 0, e.from, 0n);
      setShares(asset, 0, e.to, 1n);
      asset.owner = e.to;
    },
    StatusChanged: (asset) => changeStatus(asset, {}, e.status === DISPUTED, end),
    DisputeRaised: (asset) => changeStatus(asset, e, true, end),
    DisputeDecided: (asset) => changeStatus(asset, e, false, end),
    ParentLinked: (asset) => {
      const parent = `${e.parentChainId}:${e.parentRegistry}/${e.parentId}`;
      if (parent === id || (homeOf(parent) === chain && ancestors(chain, parent).has(id))) return;
      if (!named.has(`${chain}|${parent}`)) named.set(`${chain}|${parent}`, order);
      const rank = asset.links.findIndex((link) => link.parent === parent);
      const link = { parent, rate: BigInt(e.royaltyPpm), isAbsolute: e.policy === 1 };
      asset.links.splice(rank < 0 ? asset.links.length : rank, 1, link);
    },
    RoleSplitSet: (asset) => {
      if (e.ppm.slice(1).reduce((sum, ppm) => sum + ppm) > 1_000_000) return;
      close(asset);
      asset.split = e.ppm;
    },
    SharesChanged: (asset) => {
      if (e.role === 0 || e.role > 6 || e.contributors.length !== e.shares.length) return;
      close(asset);
      e.contributors.forEach((who, index) => setShares(asset, e.role, who.toLowerCase(), e.shares[index]));
    },
    FeeSet: () => fees.set(meter, e),
    UsageRecorded: () => charge(chain, meter, usage()),
    UsageHeld: () => held.has(`${meter}${e.receiptId}`) || held.set(`${meter}${e.receiptId}`, usage()),
    UsageReleased: () => {
      const waiting = held.get(`${meter}${e.receiptId}`);
      if (waiting) charge(chain, meter, { ...waiting, counts: end <= mark });
      if (waiting) held.set(`${meter}${e.receiptId}`, undefined);
    },
    UsageReversed: () => held.set(`${meter}${e.receiptId}`, undefined),
    Claimed: () =>
      meter === `${vaultChain}:${vault}` && end <= mark && add(claimed, `${e.contributor}|${e.token}`, e.amount),
  };
  on[eventName]?.(assetOf(id));
}

const events = (await Promise.all(given.chain.map(readChain))).flat();
const chains = new Set(given.chain.map((described) => described.split(',')[0]));
const inOrder = events.filter(({ end }) => end <= Math.max(mark, remoteMark)).sort((a, b) => a.end - b.end);
inOrder.forEach((event, order) => {
  apply(event, order);
  if (event.end <= remoteMark && inOrder[order + 1]?.end !== event.end) settle(chains);
});
for (const asset of assets.values()) {
  close(asset);
  for (const [key, shares] of asset.holders) {
    const dues = new Map();
    for (const [of, { value, offsets }] of asset.purses) {
      add(dues, of.split('|')[1], (offsets.get(key) ?? 0n) + shares * value[Number(key.split('|')[0])]);
    }
    for (const [token, scaled] of dues) add(accrued, `${key.split('|')[1]}|${token}`, scaled >> 128n);
  }
}
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
