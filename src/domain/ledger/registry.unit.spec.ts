import { describe, expect, it } from '@jest/globals';
import { account, METER, TREASURY, VAULT, World } from '../../../test/support/world.js';
import type { CanonicalPayloads } from '../events/canonical.js';
import { MAX_SHARES } from './division.js';
import { checkEquations } from './equations.js';

const ALICE = account(1);
const BOB = account(2);
const CAROL = account(3);

function world(): World {
  const w = new World();
  w.fee(0);
  return w;
}

function dispute(w: World, event: Partial<CanonicalPayloads['AssetStatusChanged']>): void {
  const payload = { asset: w.asset(1), status: 'ACTIVE' as const, disputeId: null, outcome: null, beneficiary: null };
  w.apply('AssetStatusChanged', { ...payload, ...event });
}

const raise = (w: World, disputeId: string): void => dispute(w, { status: 'DISPUTED', disputeId });

/** Where the net of usages is, by kind of account. */
const where = (w: World): Record<string, bigint> => {
  const { consumer: _, ...rest } = w.balances();
  return Object.fromEntries(Object.entries(rest).filter(([, amount]) => amount !== 0n));
};

describe('the ledger, one operation a row', () => {
  it.each<[string, (w: World) => void, string[]]>([
    ['a second registration is refused', (w) => w.register(w.asset(1), BOB), ['REGISTERED_TWICE']],
    [
      'a registration of an asset of another chain is refused',
      (w) => w.register(w.asset(5, 10), BOB),
      ['FOREIGN_ASSET'],
    ],
    ['rules of an asset of another chain are refused', (w) => w.split(w.asset(5, 10), {}), ['FOREIGN_ASSET']],
    ['a link of a child of another chain is refused', (w) => w.link(w.asset(5, 10), w.asset(1), 1), ['FOREIGN_ASSET']],
    ['a link to oneself is refused', (w) => w.link(w.asset(1), w.asset(1), 1), ['LINK_LOOP']],
    ['a link to a descendant is refused', (w) => w.link(w.asset(1), w.asset(3), 1), ['LINK_LOOP']],
    [
      'a link to a descendant of the other policy is refused',
      (w) => w.link(w.asset(1), w.asset(3), 1, 'ABSOLUTE'),
      ['LINK_LOOP'],
    ],
    ['a link to another asset is not', (w) => w.link(w.asset(3), w.asset(1), 1), []],
    ['a link to an id nobody registered is not', (w) => w.link(w.asset(3), w.asset(77), 1), []],
    ['a split of one whole is taken', (w) => w.split(w.asset(1), { ANNOTATOR: 1_000_000 }), []],
    [
      'a split above one whole is refused',
      (w) => w.split(w.asset(1), { ANNOTATOR: 999_999, VALIDATOR: 2 }),
      ['SPLIT_ABOVE_ONE'],
    ],
    [
      'an announced split above one whole is refused',
      (w) => w.apply('RoleSplitAnnounced', { asset: w.asset(1), splitPpm: [0, 1_000_001], effectiveAt_s: 1 }),
      ['SPLIT_ABOVE_ONE'],
    ],
    ['shares of the owner are refused', (w) => w.shares(w.asset(1), 'OWNER', BOB, 1n), ['SHARES_OF_OWNER']],
    ['the most shares are taken', (w) => w.shares(w.asset(1), 'ANNOTATOR', BOB, MAX_SHARES), []],
    [
      'one share more is refused',
      (w) => w.shares(w.asset(1), 'ANNOTATOR', BOB, MAX_SHARES + 1n),
      ['SHARES_OUT_OF_RANGE'],
    ],
    ['fewer shares than none are refused', (w) => w.shares(w.asset(1), 'ANNOTATOR', BOB, -1n), ['SHARES_OUT_OF_RANGE']],
    ['a transfer by somebody else is refused', (w) => w.transfer(w.asset(1), BOB, CAROL), ['NOT_THE_OWNER']],
    [
      'a transfer of an id nobody registered is refused',
      (w) => w.transfer(w.asset(77), BOB, CAROL),
      ['NOT_REGISTERED'],
    ],
    ['rules of an id nobody registered are kept, with an anomaly', (w) => w.split(w.asset(77), {}), ['NOT_REGISTERED']],
    ['a fee of one whole is taken', (w) => w.fee(1_000_000), []],
    ['a fee above one whole is refused', (w) => w.fee(1_000_001), ['FEE_ABOVE_ONE']],
    [
      'a dispute that is not open cannot be decided',
      (w) => dispute(w, { disputeId: '7', outcome: 'UPHELD' }),
      ['DISPUTE_UNKNOWN'],
    ],
    ['retiring is not a dispute', (w) => dispute(w, { status: 'RETIRED' }), []],
  ])('%s', (_name, operation, reasons) => {
    const w = world();
    for (const n of [1, 2, 3]) w.register(w.asset(n), ALICE);
    w.link(w.asset(2), w.asset(1), 100_000);
    w.link(w.asset(3), w.asset(2), 100_000, 'ABSOLUTE');
    const before = JSON.stringify([...w.ledger.assets.rows, ...w.ledger.fees.rows], decimal);
    operation(w);
    expect(w.reasons()).toEqual(reasons);
    const after = JSON.stringify([...w.ledger.assets.rows, ...w.ledger.fees.rows], decimal);
    const refused = reasons.length > 0 && !reasons.includes('NOT_REGISTERED');
    if (refused) expect(after).toBe(before);
  });

  it('a price, and a log without meaning, leave no trace', () => {
    const w = world();
    const empty = JSON.stringify(rowsOf(w), decimal);
    w.apply('Unknown', { reason: 'topic' });
    w.apply('Ignored', { name: 'Approval' });
    expect(JSON.stringify(rowsOf(w), decimal)).toBe(empty);
  });
});

const decimal = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);

const rowsOf = (w: World): unknown[] =>
  Object.values(w.ledger).map((table: unknown) =>
    typeof table === 'object' && table !== null && 'rows' in table ? [...(table.rows as Iterable<unknown>)] : null,
  );

describe('a retired asset', () => {
  const retired = (): World => {
    const w = world();
    w.register(w.asset(1), ALICE);
    dispute(w, { status: 'RETIRED' });
    return w;
  };
  const statusOf = (w: World) => w.ledger.assets.get({ assetId: w.asset(1) })!.status;

  it('is divided as before', () => {
    const w = retired();
    w.use(w.asset(1), 100n);
    expect(where(w)).toEqual({ asset: 100n });
    expect(w.entitlement(w.asset(1), 'OWNER', ALICE)).toBe(100n);
  });

  it('is disputed while a dispute is open, and what the decision says afterwards', () => {
    const w = retired();
    raise(w, '1');
    expect(statusOf(w)).toBe('DISPUTED');
    dispute(w, { status: 'RETIRED', disputeId: '1', outcome: 'DISMISSED' });
    expect(statusOf(w)).toBe('RETIRED');
  });

  it('stays so when a dispute is decided that is not open', () => {
    const w = retired();
    dispute(w, { status: 'ACTIVE', disputeId: '7', outcome: 'UPHELD', beneficiary: BOB });
    expect(statusOf(w)).toBe('RETIRED');
    expect(w.ledger.statusHistory.rows.map(({ status }) => status)).toEqual(['RETIRED']);
  });
});

describe('a link', () => {
  it('that is made again replaces rate and policy and keeps its rank', () => {
    const w = world();
    for (const n of [1, 2, 3]) w.register(w.asset(n), ALICE);
    w.link(w.asset(3), w.asset(1), 100_000);
    w.link(w.asset(3), w.asset(2), 100_000);
    w.link(w.asset(3), w.asset(1), 0, 'ABSOLUTE');
    const row = w.ledger.assets.get({ assetId: w.asset(3) })!;
    expect(row.links.map(({ parent, royaltyPpm, policy }) => [parent, royaltyPpm, policy])).toEqual([
      [w.asset(1), 0, 'ABSOLUTE'],
      [w.asset(2), 100_000, 'RELATIVE'],
    ]);
    expect(w.ledger.linkHistory.rows.map(({ rank }) => rank)).toEqual([0, 1, 0]);
  });

  it('changes where money goes from its position on, for descendants far below too', () => {
    const w = world();
    for (const n of [1, 2, 3]) w.register(w.asset(n), ALICE);
    w.link(w.asset(3), w.asset(2), 500_000);
    w.use(w.asset(3), 1000n);
    w.link(w.asset(2), w.asset(1), 500_000);
    w.use(w.asset(3), 1000n);
    w.link(w.asset(2), w.asset(1), 0);
    w.use(w.asset(3), 1000n);
    expect([1, 2, 3].map((n) => w.total(w.asset(n)))).toEqual([250n, 1250n, 1500n]);
  });

  it('keeps where its parent was named first on the chain', () => {
    const w = world();
    for (const n of [1, 2, 3]) w.register(w.asset(n), ALICE);
    w.link(w.asset(2), w.asset(9, 10), 1);
    w.link(w.asset(3), w.asset(1), 1);
    w.link(w.asset(3), w.asset(9, 10), 1);
    const [toOne, toFar] = w.ledger.assets.get({ assetId: w.asset(3) })!.links;
    expect(toFar!.parentNamedAt < toOne!.parentNamedAt).toBe(true);
    expect(w.ledger.assets.get({ assetId: w.asset(9, 10) })).toMatchObject({ registeredAt: null });
  });
});

describe('money that waits', () => {
  it('joins the running totals when the id is registered, executed usages apart', () => {
    const w = world();
    w.split(w.asset(1), { COMPUTE_PROVIDER: 100_000 });
    w.use(w.asset(1), 1000n);
    w.use(w.asset(1), 1000n, { executor: CAROL });
    expect(where(w)).toEqual({ suspense: 1900n, executor: 100n });
    w.register(w.asset(1), ALICE);
    expect(where(w)).toEqual({ asset: 1900n, executor: 100n });
    expect([...w.ledger.totals.rows.values()]).toMatchObject([{ total1: 1000n, total2: 900n }]);
    expect(w.entitlement(w.asset(1), 'OWNER', ALICE)).toBe(1900n);
    expect(w.ledger.suspense.rows.size).toBe(0);
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('of a disputed asset joins them when the last dispute is dismissed, while royalties flow', () => {
    const w = world();
    for (const n of [1, 2]) w.register(w.asset(n), ALICE);
    w.link(w.asset(1), w.asset(2), 100_000);
    raise(w, 'a');
    raise(w, 'b');
    w.use(w.asset(1), 1000n);
    expect(where(w)).toEqual({ suspense: 900n, asset: 100n });
    dispute(w, { disputeId: 'a', outcome: 'DISMISSED' });
    expect(w.ledger.assets.get({ assetId: w.asset(1) })!.status).toBe('DISPUTED');
    expect(where(w)).toEqual({ suspense: 900n, asset: 100n });
    dispute(w, { disputeId: 'b', outcome: 'DISMISSED' });
    expect(where(w)).toEqual({ asset: 1000n });
    expect(w.ledger.assets.get({ assetId: w.asset(1) })!.status).toBe('ACTIVE');
    expect(checkEquations(w.money())).toEqual([]);
  });

  it('goes to the first upheld dispute, whichever is decided last', () => {
    const w = world();
    w.register(w.asset(1), ALICE);
    for (const id of ['a', 'b', 'c']) raise(w, id);
    w.use(w.asset(1), 1000n);
    dispute(w, { disputeId: 'b', outcome: 'UPHELD', beneficiary: BOB });
    dispute(w, { disputeId: 'a', outcome: 'UPHELD', beneficiary: CAROL });
    dispute(w, { disputeId: 'c', outcome: 'DISMISSED' });
    expect([...w.ledger.upheld.rows.values()]).toMatchObject([{ beneficiary: BOB, amount: 1000n, vault: VAULT }]);
    expect(w.ledger.statusHistory.rows.at(-1)).toMatchObject({ decision: 'UPHELD', beneficiary: BOB });
    expect(checkEquations(w.money())).toEqual([]);
    w.use(w.asset(1), 10n);
    expect(w.entitlement(w.asset(1), 'OWNER', ALICE)).toBe(10n);
  });

  it('goes to the treasury of the contract it came through where nobody is named', () => {
    const w = world();
    w.register(w.asset(1), ALICE);
    raise(w, 'a');
    w.use(w.asset(1), 1000n);
    dispute(w, { disputeId: 'a', outcome: 'UPHELD' });
    expect([...w.ledger.upheld.rows.values()]).toMatchObject([{ beneficiary: TREASURY, amount: 1000n }]);
  });

  it('waits on for the decision where an id is registered while disputed', () => {
    const w = world();
    raise(w, 'a');
    w.use(w.asset(1), 1000n);
    w.register(w.asset(1), ALICE);
    expect([...w.ledger.suspense.rows.values()]).toMatchObject([{ reason: 'DISPUTED', usageContract: METER }]);
    dispute(w, { disputeId: 'a', outcome: 'DISMISSED' });
    expect(w.entitlement(w.asset(1), 'OWNER', ALICE)).toBe(1000n);
  });
});

describe('history', () => {
  it('has one row for each key and position, also where an owner hands an asset to themselves', () => {
    const w = world();
    w.register(w.asset(1), ALICE);
    w.transfer(w.asset(1), ALICE, ALICE);
    w.transfer(w.asset(1), ALICE, BOB);
    const keys = w.ledger.shareHistory.rows.map(({ contributor, since }) => `${contributor} ${since}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(w.ledger.shareHistory.rows.map(({ shares }) => shares)).toEqual([1n, 1n, 0n, 1n]);
  });
});

describe('intervals', () => {
  it('keep the running totals as they stood at their ends', () => {
    const w = world();
    w.register(w.asset(1), ALICE);
    w.time_s = 1_700_000_399;
    w.use(w.asset(1), 1n);
    w.time_s = 1_700_000_400;
    w.use(w.asset(1), 10n);
    w.time_s = 1_700_000_999;
    w.use(w.asset(1), 100n);
    w.time_s = 1_700_001_000;
    w.use(w.asset(1), 1000n);
    expect([...w.ledger.totalsAt.rows.values()].map(({ mark_s, total1 }) => [mark_s, total1])).toEqual([
      [1_700_000_400, 1n],
      [1_700_001_000, 111n],
      [1_700_001_600, 1111n],
    ]);
    expect([...w.ledger.revenue.rows.values()].map(({ mark_s, usages }) => [mark_s, usages])).toEqual([
      [1_700_000_400, 1n],
      [1_700_001_000, 2n],
      [1_700_001_600, 1n],
    ]);
  });
});
