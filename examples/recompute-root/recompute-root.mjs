// Computes a payout root again from raw logs, with viem and the ABIs alone. To run it: docs/operating.md, "Payouts".
// Money is counted in base units, times 2^128 where it is due. Left out: runs over more than 1,024 assets.
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { concat, createPublicClient, encodeAbiParameters, getAddress, http, keccak256, zeroAddress } from 'viem';

const [text, many] = [{ type: 'string' }, { type: 'string', multiple: true }];
const options = { vault: text, mark: text, 'remote-mark': text, interval: text, chain: many, settles: many };
const given = { settles: [], ...parseArgs({ options }).values };
for (const name in options) if (!given[name]) process.exit(console.error(`Say --${name} (docs/operating.md).`) ?? 1);
const [mark, remoteMark, interval] = [given.mark, given['remote-mark'], given.interval].map(Number);
const ourVault = given.vault.replace(/0x.*/, (address) => getAddress(address));
const read = (name) => JSON.parse(readFileSync(new URL(`../../abi/reference/${name}.json`, import.meta.url), 'utf8'));
const abi = ['AssetRegistry', 'UsageMeter', 'PayoutVault'].flatMap(read);
const [ONE, STRIDE, COMPUTE_PROVIDER, LAST_HOP] = [1_000_000n, 10_000n, 6, 8];
const made = (map, key, make = () => new Map()) => map.get(key) ?? map.set(key, make()).get(key);
const add = (sums, key, amount) => amount && sums.set(key, (sums.get(key) ?? 0n) + amount);
const least = (a, b) => (a < b ? a : b);
const homeOf = (id) => id.split(':')[0];
const endOf = ({ timestamp }) => (Math.floor(Number(timestamp) / interval) + 1) * interval;
// From and until which mark chains settle what crosses to them, where they don't always.
const bounds = new Map(given.settles.map((of) => of.split(',')).map(([chain, ...marks]) => [chain, marks.map(Number)]));
const settles = (id, end, [from, until = Infinity] = bounds.get(homeOf(id)) ?? [0]) => end > from && end <= until;
// Accrued and claimed by person and token, due by asset, role, person and token; money that waits.
const [accrued, claimed, dues, waiting] = [new Map(), new Map(), new Map(), new Set()];
// Assets by id, fees by meter, held usages by receipt, parents by chain as links first named them, money under way.
const [assets, fees, held, named, transit] = Array.from({ length: 5 }, () => new Map());
const newAsset = () => ({ split: Array(7).fill(0n), shares: new Map(), links: new Map(), kept: new Map(), open: 0 });
/** Every event of a chain's contracts in order, with the end of the interval that it falls into. */
async function readChain(described) {
  const [chain, url, ...address] = described.split(',');
  const client = createPublicClient({ transport: http(url, { batch: true }) });
  const [head, logs] = [await client.getBlockNumber(), []];
  for (let fromBlock = 0n; fromBlock <= head; fromBlock += STRIDE) {
    const toBlock = least(head, fromBlock + STRIDE - 1n);
    logs.push(...(await client.getContractEvents({ abi, address, fromBlock, toBlock, strict: true })));
  }
  const blocks = await Promise.all(logs.map(({ blockNumber }) => client.getBlock({ blockNumber })));
  return logs.map((log, i) => ({ ...log, contract: `${chain}:${getAddress(log.address)}`, end: endOf(blocks[i]) }));
}
/** Divides what was kept: by roles with shares, the rest to the owner (0). Executors have had theirs of total 2. */
function close({ owner, split, shares, kept }, id) {
  const pools = split.map(() => 0n);
  for (const [holder, count] of shares) pools[holder[0]] += count;
  for (const [key, growth] of kept) {
    const [token, total] = key.split('|');
    const rates = total === '2' ? split.with(COMPUTE_PROVIDER, 0n) : split;
    const whole = ONE - split[COMPUTE_PROVIDER] + rates[COMPUTE_PROVIDER] || 1n;
    const parts = rates.map((ppm, role) => (pools[role] > 0n ? ppm : 0n));
    parts[0] = whole - parts.reduce((sum, ppm) => sum + ppm);
    for (const [holder, count] of [...shares, [`0|${owner}`, 1n]]) {
      const perShare = ((growth << 128n) * parts[holder[0]]) / whole / (pools[holder[0]] || 1n);
      add(dues, `${id}|${holder}|${token}`, count * perShare);
    }
  }
  kept.clear();
}
/** What an asset keeps waits for its registration and for disputes; an upheld one gives away what waited for it. */
function keep(money, decision) {
  const { asset, way, total, token, meter, amount, isDisputed } = money;
  waiting.delete(money);
  const receiver = decision?.upheld === zeroAddress ? fees.get(meter).treasury : decision?.upheld;
  if (!asset.owner || (asset.open > 0 && !decision)) waiting.add({ ...money, isDisputed: Boolean(asset.owner) });
  else if (receiver && isDisputed) add(accrued, `${receiver}|${token}`, amount);
  else add(asset.kept, `${token}|${total}|${way}`, amount);
}
/** An asset and what lies above it on its chain, parents first, with what each owes over paths of ABSOLUTE links. */
function lineage(id, found = new Map()) {
  if (found.has(id)) return found;
  const owed = new Map();
  for (const [parent, { rate, isAbsolute }] of made(assets, id, newAsset).links) {
    if (homeOf(parent) === homeOf(id)) lineage(parent, found);
    if (isAbsolute) for (const [to, ppm] of [[parent, rate], ...(found.get(parent) ?? [])]) add(owed, to, ppm);
  }
  return found.set(id, owed);
}
/** The waterfall: links take their parts, executors theirs; the rest is kept: local up to the mark, or crossed. */
function run(purse, arrivals, way) {
  const [[meter, token, hop], inflow, direct, found] = [purse.split('|'), new Map(), new Map(), new Map()];
  for (const [id, sums] of arrivals) for (const amount of sums.values()) add(inflow, id, amount);
  for (const id of inflow.keys()) lineage(id, found);
  for (const [id, owed] of [...found].reverse()) {
    const [all, asset, chain] = [inflow.get(id) ?? 0n, assets.get(id), homeOf(id)];
    let rest = all;
    const give = (to, rate, receivers) => {
      const amount = homeOf(to) !== chain && +hop === LAST_HOP ? 0n : least((all * rate) / ONE, rest);
      rest -= amount;
      if (homeOf(to) === chain) add(receivers, to, amount);
      else add(made(made(transit, `${meter}|${token}|${+hop + 1}`), to), zeroAddress, amount);
    };
    for (const [to, { rate, isAbsolute }] of asset.links) if (!isAbsolute) give(to, rate, inflow);
    for (const to of named.get(chain) ?? []) give(to, owed.get(to) ?? 0n, direct);
    if (!way) continue;
    const [money, ppm] = [{ id, asset, way, token, meter }, asset.split[COMPUTE_PROVIDER]];
    let own = rest + (direct.get(id) ?? 0n);
    for (const [executor, amount] of ppm > 0n ? (arrivals.get(id) ?? []) : []) {
      if (executor === zeroAddress) continue;
      const share = (rest * amount) / all;
      own -= share;
      add(accrued, `${executor}|${token}`, (share * ppm) / ONE);
      keep({ ...money, total: 2, amount: share - (share * ppm) / ONE });
    }
    keep({ ...money, total: 1, amount: own });
  }
}
const begun = [...bounds.values()].map(([from]) => ({ contract: '', args: {}, end: from + interval }));
const events = [...(await Promise.all(given.chain.map(readChain))), begun].flat().sort((a, b) => a.end - b.end);
for (const [index, { contract, eventName, args, end }] of events.entries()) {
  const [id, chain] = [`${contract}/${args.assetId ?? args.childId ?? args.tokenId}`, homeOf(contract)];
  const [asset, receipt, way] = [made(assets, id, newAsset), contract + args.receiptId, end <= mark && 'local'];
  const is = (...names) => names.includes(eventName);
  if (is('Transfer', 'RoleSplitSet', 'SharesChanged')) close(asset, id);
  if (is('Transfer')) asset.owner = args.to;
  if (is('RoleSplitSet')) asset.split = args.ppm.map(BigInt);
  for (const [i, who] of args.contributors?.entries() ?? []) asset.shares.set(`${args.role}|${who}`, args.shares[i]);
  const parent = `${args.parentChainId}:${args.parentRegistry}/${args.parentId}`;
  const isLinked = is('ParentLinked') && !lineage(parent).has(id); // What would close a loop is refused.
  if (isLinked) made(named, chain, () => new Set()).add(parent);
  if (isLinked) asset.links.set(parent, { rate: BigInt(args.royaltyPpm), isAbsolute: args.policy === 1 });
  asset.open += { DisputeRaised: 1, DisputeDecided: -1 }[eventName] ?? 0;
  if (is('DisputeDecided') && args.upheld) asset.upheld ??= args.beneficiary;
  const decision = is('DisputeDecided') && asset.open === 0 ? { upheld: asset.upheld } : undefined;
  if (decision) [asset.upheld, asset.first] = [undefined, { [end]: decision, ...asset.first }];
  for (const money of [...waiting]) if (money.asset === asset && money.way === way) keep(money, decision);
  if (is('FeeSet')) fees.set(contract, args);
  if (is('UsageRecorded', 'UsageHeld')) held.set(receipt, { ...args, vault: fees.get(contract).vault });
  if (is('UsageRecorded', 'UsageReleased')) {
    const { assetChainId, assetRegistry, assetId, amount, token, executor, vault } = held.get(receipt);
    const [used, purse] = [`${assetChainId}:${assetRegistry}/${assetId}`, `${contract}|${token}`];
    const net = `${chain}:${vault}` === ourVault && amount - (amount * BigInt(fees.get(contract).feePpm)) / ONE;
    if (net && homeOf(used) === chain) run(`${purse}|0`, new Map([[used, new Map([[executor, net]])]]), way);
    else if (net) add(made(made(transit, `${purse}|1`), used), executor, net);
  }
  if (is('Claimed') && way && contract === ourVault) add(claimed, `${args.contributor}|${args.token}`, args.amount);
  if (end > remoteMark || events[index + 1]?.end === end) continue; // Now an interval ends: first, what waits.
  for (const sum of [...waiting]) if (sum.way === 'crossed' && settles(sum.id, end)) keep(sum, sum.asset.first?.[end]);
  for (let hop = 1; hop <= LAST_HOP; hop++) {
    for (const [purse, sent] of [...transit].filter(([purse]) => purse.endsWith(`|${hop}`))) {
      run(purse, new Map([...sent].filter(([id]) => settles(id, end) && sent.delete(id))), 'crossed');
    }
  }
}
for (const [id, asset] of assets) close(asset, id);
for (const [key, scaled] of dues) add(accrued, key.split('|').slice(2).join('|'), scaled >> 128n);
for (const [key, amount] of claimed) if (amount > (accrued.get(key) ?? 0n)) accrued.set(key, amount);
const types = [{ type: 'address' }, { type: 'address' }, { type: 'uint256' }];
const leafOf = ([key, amount]) => keccak256(keccak256(encodeAbiParameters(types, [...key.split('|'), amount])));
const nodes = [...accrued].map(leafOf).sort(); // The standard Merkle tree: leaves, then hashes of pairs.
for (let i = 0; i < nodes.length - 1; i += 2) nodes.push(keccak256(concat(nodes.slice(i, i + 2).sort())));
console.log(`${nodes.at(-1)} over ${accrued.size} leaves`);
