import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { encodeAbiParameters, encodeEventTopics, toEventSelector, type Abi, type AbiEvent } from 'viem';
import { audit } from './audit.js';
import type { Books } from './books.js';
import { compare, type ClaimedFigures } from './compare.js';
import { REFERENCE_EVENTS, readEvents, type AuditEvent, type AuditRole } from './events.js';
import { ExactSum } from './exact-sum.js';

const METER = '0xmeter';
const asset = (chain: number, id: number): string => `eip155:${chain}/erc721:0xreg/${id}`;
const DATA = asset(1, 1);
const MODEL = asset(1, 2);
const AGENT = asset(2, 1);

/** A short hand for writing histories: every line is one event at a second of chain time. */
function history(chain: number) {
  const events: AuditEvent[] = [];
  const at = (time_s: number) => ({ chain, time_s, contract: METER });
  const lines = {
    events,
    fee: (time_s: number, feePpm: number) =>
      add({ ...at(time_s), name: 'fee', feePpm: BigInt(feePpm), treasury: 'treasury', vault: 'vault' }),
    registered: (time_s: number, id: string, owner: string) =>
      add({ ...at(time_s), name: 'registered', asset: id, owner }),
    linked: (time_s: number, child: string, parent: string, ratePpm: number, absolute = false) =>
      add({ ...at(time_s), name: 'linked', child, parent, ratePpm: BigInt(ratePpm), absolute }),
    split: (time_s: number, id: string, ppm: Partial<Record<AuditRole, number>>) =>
      add({
        ...at(time_s),
        name: 'split',
        asset: id,
        ppm: new Map(Object.entries(ppm).map(([role, part]) => [role as AuditRole, BigInt(part)])),
      }),
    shares: (time_s: number, id: string, role: AuditRole, counts: Record<string, number>) =>
      add({
        ...at(time_s),
        name: 'shares',
        asset: id,
        role,
        counts: Object.entries(counts).map(([contributor, shares]) => ({ contributor, shares: BigInt(shares) })),
      }),
    status: (time_s: number, id: string, disputed: boolean) =>
      add({ ...at(time_s), name: 'status', asset: id, dispute: '', opens: disputed, upheld: false, beneficiary: null }),
    decided: (time_s: number, id: string, beneficiary: string | null) =>
      add({ ...at(time_s), name: 'status', asset: id, dispute: '', opens: false, upheld: true, beneficiary }),
    transferred: (time_s: number, id: string, from: string, to: string) =>
      add({ ...at(time_s), name: 'transferred', asset: id, from, to }),
    used: (time_s: number, id: string, amount: number, executor: string | null = null) =>
      add({ ...at(time_s), ...usage(id, amount, executor), held: false, receipt: '' }),
    held: (time_s: number, id: string, amount: number, receipt: string, consumer = 'payer') =>
      add({ ...at(time_s), ...usage(id, amount, null), held: true, receipt, consumer }),
    released: (time_s: number, receipt: string) => add({ ...at(time_s), name: 'released', receipt }),
    reversed: (time_s: number, receipt: string) => add({ ...at(time_s), name: 'reversed', receipt }),
  };
  const usage = (id: string, amount: number, executor: string | null) => {
    const money = { token: 'coin', amount: BigInt(amount), executor, settlement: 'VAULT' as const };
    return { name: 'used' as const, asset: id, consumer: 'payer', ...money };
  };
  const add = (event: AuditEvent): typeof lines => {
    events.push(event);
    return lines;
  };
  return lines;
}

function run(chains: readonly { events: AuditEvent[] }[], settledTo: Record<string, number> = {}): Books {
  return audit({
    interval_s: 60,
    chains: new Map(chains.map(({ events }) => [events[0]!.chain, events])),
    settledTo_s: new Map(Object.entries(settledTo)),
  });
}

/** Entitlements as `contributor role of chain/id: amount`, the purse left out. */
function owed(books: Books): string[] {
  return [...books.entitlements.values()]
    .map(
      ({ contributor, role, asset: id, exact }) =>
        `${contributor} ${role} of ${id.slice(7).replace('/erc721:0xreg', '')}: ${exact}`,
    )
    .sort();
}

const sums = (map: ReadonlyMap<string, bigint>): Record<string, string> =>
  Object.fromEntries([...map].filter(([, sum]) => sum !== 0n).map(([key, sum]) => [key.split('|')[0]!, `${sum}`]));

describe('one chain', () => {
  const world = () =>
    history(1)
      .fee(0, 50_000)
      .registered(0, DATA, 'alice')
      .split(0, DATA, { ANNOTATOR: 600_000 })
      .shares(0, DATA, 'ANNOTATOR', { bob: 1, carol: 2 })
      .registered(0, MODEL, 'mona')
      .linked(0, MODEL, DATA, 100_000);

  it('a usage pays fee, royalty, and the people of both assets', () => {
    const books = run([world().used(1, MODEL, 1_000)]);
    // fee 50, inflow 950, royalty 95: annotators 57, the owner 38; the model keeps 855
    expect(sums(books.fees)).toEqual({ treasury: '50' });
    expect(sums(books.kept)).toEqual({ [MODEL]: '855', [DATA]: '95' });
    expect(owed(books)).toEqual([
      'alice OWNER of 1/1: 38',
      'bob ANNOTATOR of 1/1: 19',
      'carol ANNOTATOR of 1/1: 38',
      'mona OWNER of 1/2: 855',
    ]);
  });

  it('fee and royalty floor at every usage, people get fractions', () => {
    const books = run([world().used(1, MODEL, 39).used(1, MODEL, 39)]);
    // 39: fee 1, inflow 38, royalty 3; twice
    expect(sums(books.kept)).toEqual({ [MODEL]: '70', [DATA]: '6' });
    expect(owed(books)).toContain('bob ANNOTATOR of 1/1: 6/5');
  });

  it('shares, split and owner count for what comes after them', () => {
    const books = run([
      world()
        .used(1, DATA, 100)
        .shares(2, DATA, 'ANNOTATOR', { bob: 0, dora: 2 })
        .transferred(2, DATA, 'alice', 'erin')
        .used(3, DATA, 100)
        .split(4, DATA, { ANNOTATOR: 1_000_001 })
        .split(4, DATA, {})
        .used(5, DATA, 100),
    ]);
    expect(owed(books)).toEqual([
      'alice OWNER of 1/1: 38',
      'bob ANNOTATOR of 1/1: 19',
      'carol ANNOTATOR of 1/1: 133/2',
      'dora ANNOTATOR of 1/1: 57/2',
      'erin OWNER of 1/1: 133',
    ]);
  });

  it('an executor gets their part of what the used asset keeps, and nobody else of that role does', () => {
    const books = run([
      world()
        .split(0, MODEL, { COMPUTE_PROVIDER: 200_000, OPTIMIZER: 400_000 })
        .shares(0, MODEL, 'COMPUTE_PROVIDER', { rack: 1 })
        .shares(0, MODEL, 'OPTIMIZER', { olga: 1 })
        .used(1, MODEL, 1_000, 'gpu')
        .used(1, MODEL, 1_000),
    ]);
    // 855 each time; with an executor 171 go, 684 are split 400000 of 800000
    expect(sums(books.executors)).toEqual({ gpu: '171' });
    expect(
      owed(books).filter((line) => line.endsWith('1/2: 342') || line.includes('rack') || line.includes('mona')),
    ).toEqual(['mona OWNER of 1/2: 684', 'rack COMPUTE_PROVIDER of 1/2: 171']);
    expect(owed(books)).toContain('olga OPTIMIZER of 1/2: 684');
  });

  it('absolute royalties are owed to every ancestor, once per path', () => {
    const [leaf, left, right, root] = [1, 2, 3, 4].map((id) => asset(1, id)) as [string, string, string, string];
    const books = run([
      [leaf, left, right, root]
        .reduce((lines, id) => lines.registered(0, id, `owner of ${id}`), history(1).fee(0, 0))
        .linked(0, left, root, 50_000, true)
        .linked(0, right, root, 50_000, true)
        .linked(0, leaf, left, 100_000, true)
        .linked(0, leaf, right, 100_000, true)
        .used(1, leaf, 1_000),
    ]);
    // the root: 2 paths at 5 %; left and right 10 % each; none of it flows on
    expect(sums(books.kept)).toEqual({ [leaf]: '700', [left]: '100', [right]: '100', [root]: '100' });
  });

  it('royalties never take more than there is, and the oldest link comes first', () => {
    const books = run([
      world().registered(0, asset(1, 3), 'third').linked(0, MODEL, asset(1, 3), 950_000).used(1, MODEL, 1_000),
    ]);
    expect(sums(books.kept)).toEqual({ [DATA]: '95', [asset(1, 3)]: '855' });
  });

  it('a link that would close a loop is refused, a second one for a pair replaces the rate', () => {
    const books = run([
      world().linked(0, DATA, MODEL, 500_000).linked(0, MODEL, DATA, 200_000).used(1, MODEL, 1_000).used(1, DATA, 100),
    ]);
    expect(sums(books.kept)).toEqual({ [DATA]: '285', [MODEL]: '760' });
  });

  it('a disputed asset waits, and its people are those of the moment the dispute ends', () => {
    const before = world().status(0, DATA, true).used(1, MODEL, 1_000);
    expect(sums(run([before]).suspense)).toEqual({ [DATA]: '95' });
    const after = run([before.transferred(2, DATA, 'alice', 'erin').status(3, DATA, false)]);
    expect(sums(after.suspense)).toEqual({});
    expect(owed(after)).toContain('erin OWNER of 1/1: 38');
  });
});

describe('two chains', () => {
  const two = () =>
    history(2)
      .fee(0, 0)
      .registered(0, AGENT, 'aga')
      .linked(0, AGENT, DATA, 100_000)
      .used(59, AGENT, 105)
      .used(60, AGENT, 205);
  const one = () => history(1).fee(0, 0).registered(0, DATA, 'alice').registered(0, MODEL, 'mona');
  const linked = () => one().linked(0, DATA, MODEL, 500_000);

  it('a royalty to another chain waits in transit until its interval is settled', () => {
    expect(sums(run([one(), two()]).transit)).toEqual({ [DATA]: '30' });
    const books = run([one(), two()], { '2|vault': 60 });
    expect(sums(books.transit)).toEqual({ [DATA]: '20' });
    expect(owed(books)).toContain('alice OWNER of 1/1: 10');
  });

  it('settled money follows the rules at the end of its interval, and is floored once per interval', () => {
    const home = linked().transferred(59, DATA, 'alice', 'late').transferred(60, DATA, 'late', 'too late');
    const books = run([home, two().used(61, AGENT, 11)], { '2|vault': 120 });
    // 10 in the first interval, 20 + 1 in the second; half of each to the model's owner
    expect(owed(books)).toEqual([
      'aga OWNER of 2/1: 290',
      'late OWNER of 1/1: 5',
      'mona OWNER of 1/2: 15',
      'too late OWNER of 1/1: 11',
    ]);
  });

  it('a usage of an asset of another chain travels whole, with its executor', () => {
    const home = one().split(0, DATA, { COMPUTE_PROVIDER: 300_000 }).linked(0, DATA, MODEL, 100_000);
    const away = history(2).fee(0, 100_000).used(1, DATA, 1_000, 'gpu').used(2, DATA, 500);
    const books = run([home, away], { '2|vault': 60 });
    // 900 + 450 arrive, 135 go on, 1215 stay: the executor's claim is 810 of them, 243 paid out
    expect(sums(books.executors)).toEqual({ gpu: '243' });
    expect(sums(books.kept)).toEqual({ [DATA]: '972', [MODEL]: '135' });
  });

  it('money goes on to a third border within the same interval', () => {
    const home = one().linked(0, DATA, asset(2, 9), 500_000);
    const books = run([home, two().registered(70, asset(2, 9), 'nina')], { '2|vault': 60 });
    expect(sums(books.suspense)).toEqual({ [asset(2, 9)]: '5' });
    const later = run([home, two().registered(70, asset(2, 9), 'nina')], { '2|vault': 120 });
    expect(owed(later)).toContain('nina OWNER of 2/9: 15');
  });

  it('a chain nobody follows keeps its money in transit', () => {
    const away = two().linked(0, AGENT, asset(77, 1), 100_000).used(1, AGENT, 100);
    expect(sums(run([one(), away], { '2|vault': 120 }).transit)).toEqual({ [asset(77, 1)]: '10' });
  });
});

describe('the comparison', () => {
  const books = run([history(1).fee(0, 0).registered(0, DATA, 'alice').used(1, DATA, 10)]);
  const purse = { vaultChain: 1, vault: 'vault', token: 'coin' };
  const figures = (amount: bigint): ClaimedFigures => ({
    ...books,
    entitlements: [{ ...purse, contributor: 'alice', asset: DATA, role: 'OWNER', amount }],
  });

  it.each([
    [10n, 0],
    [9n, 0],
    [11n, 1],
    [8n, 1],
  ])('of an entitlement of 10, %s is named as %i difference', (amount, differences) => {
    expect(compare(books, figures(amount))).toHaveLength(differences);
  });

  it('a sum that is off by one is a difference', () => {
    const kept = new Map([...books.kept].map(([key, sum]) => [key, sum - 1n]));
    expect(compare(books, { ...figures(10n), kept })).toEqual([
      `kept of ${DATA}|1|vault|coin: the audit says 10, the system 9`,
    ]);
  });
});

describe('held money', () => {
  const world = () => history(1).fee(0, 100_000).registered(0, DATA, 'owner').held(1, DATA, 1_000, 'r');

  it('waits until it is released, and is divided by the rules of then', () => {
    const waiting = run([world()]);
    expect([sums(waiting.suspense), owed(waiting), sums(waiting.gross)]).toEqual([{ [DATA]: '1000' }, [], {}]);
    const released = run([
      world().fee(2, 200_000).transferred(3, DATA, 'owner', 'heir').released(4, 'r').released(5, 'r'),
    ]);
    expect(owed(released)).toEqual(['heir OWNER of 1/1: 800']);
    expect([sums(released.suspense), sums(released.gross), sums(released.protocol)]).toEqual([
      {},
      { [DATA]: '1000' },
      { [DATA]: '200' },
    ]);
  });

  it('goes back whole when it is reversed, and once', () => {
    const books = run([world().reversed(2, 'r').released(3, 'r').held(4, DATA, 5, 'r')]);
    expect([sums(books.returned), sums(books.suspense), sums(books.fees)]).toEqual([{ 1: '1000' }, {}, {}]);
  });

  it('that a dispute keeps goes to the beneficiary of the first that is upheld, or to the treasury', () => {
    const disputed = () => world().status(2, DATA, true).released(3, 'r');
    expect(sums(run([disputed().decided(4, DATA, 'victim')]).upheld)).toEqual({ victim: '900' });
    expect(sums(run([disputed().decided(4, DATA, null)]).upheld)).toEqual({ treasury: '900' });
    expect(owed(run([disputed().status(4, DATA, false)]))).toEqual(['owner OWNER of 1/1: 900']);
  });

  it('is circular where the consumer owns the asset when it is released', () => {
    const held = () => history(1).fee(0, 0).registered(0, DATA, 'owner').held(1, DATA, 10, 'r', 'heir');
    expect(sums(run([held().released(2, 'r')]).circular)).toEqual({});
    expect(sums(run([held().transferred(2, DATA, 'owner', 'heir').released(3, 'r')]).circular)).toEqual({
      [DATA]: '10',
    });
  });
});

describe('reading logs', () => {
  it('the events written down here are those of the contracts', () => {
    const reference = ['AssetRegistry', 'UsageMeter', 'ContributionTasks', 'PayoutVault'];
    const files = [...reference.map((name) => `reference/${name}`), 'external/OffchainAggregator'];
    const published = files.flatMap((file) => {
      const json = JSON.parse(readFileSync(`abi/${file}.json`, 'utf8')) as Abi | { abi: Abi };
      return (Array.isArray(json) ? json : (json as { abi: Abi }).abi) as Abi;
    });
    const selectors = new Set(published.filter((item) => item.type === 'event').map((item) => toEventSelector(item)));
    for (const event of REFERENCE_EVENTS)
      expect([event.name, selectors.has(toEventSelector(event))]).toEqual([event.name, true]);
  });

  it('the chain time never steps back, and logs are put in order', () => {
    const event = REFERENCE_EVENTS.find(({ name }) => name === 'FeeSet') as AbiEvent;
    const log = (block: number, blockTime_s: number) => ({
      chain: 1,
      block,
      blockTime_s,
      logIndex: 0,
      contract: METER,
      topics: encodeEventTopics({ abi: [event] }) as `0x${string}`[],
      data: encodeAbiParameters(event.inputs, [block, `0x${'0'.repeat(40)}`, `0x${'0'.repeat(40)}`]),
    });
    const events = readEvents([log(7, 90), log(5, 100), log(9, 120)]);
    expect(events.map((found) => found.name === 'fee' && [found.feePpm, found.time_s])).toEqual([
      [5n, 100],
      [7n, 100],
      [9n, 120],
    ]);
  });

  it('fractions add up without loss', () => {
    const sum = new ExactSum();
    for (let part = 0; part < 3; part++) sum.add(1n, 3n);
    sum.add(5n, 7n);
    expect([`${sum}`, sum.floor()]).toEqual(['12/7', 1n]);
  });
});
