import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startTestPostgres, type TestPostgres } from '../../../test/support/postgres.js';
import { storeLedger } from '../../../test/support/stored-ledger.js';
import { account, World } from '../../../test/support/world.js';
import { ZERO_HASH, type AssetId } from '../../domain/ids.js';
import type { RoyaltyPolicy } from '../../domain/vocabulary.js';
import { queryable } from '../queryable.js';
import { getParentLinks } from './queries.js';

let postgres: TestPostgres;
let client: pg.Client;
const [home, abroad] = [new World(1), new World(2)];
let children = 10;

/** A child for every case: what the parent's terms make of its link. */
const cases: [name: string, child: AssetId, isBelow: boolean][] = [];

interface Case {
  readonly royaltyPpm: number;
  readonly policy: RoyaltyPolicy;
  readonly isBelow: boolean;
  readonly world?: World;
}

function linked(name: string, parent: AssetId, { royaltyPpm, policy, isBelow, world = home }: Case): void {
  const child = world.asset(children++);
  world.link(child, parent, royaltyPpm, policy);
  cases.push([name, child, isBelow]);
}

function terms(asset: AssetId, minRoyaltyPpm: number, royaltyPolicy: RoyaltyPolicy, derivativesAllowed = true): void {
  const asked = { derivativesAllowed, minRoyaltyPpm, royaltyPolicy };
  home.apply('TermsSet', { asset, ...asked, commercialUse: true, termsHash: ZERO_HASH });
}

beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client(postgres.url);
  await client.connect();
  for (let n = 1; n <= 3; n++) home.register(home.asset(n), account(1));
  linked('before there were any', home.asset(1), { royaltyPpm: 0, policy: 'RELATIVE', isBelow: false });
  home.time_s += 60;
  terms(home.asset(1), 50_000, 'ABSOLUTE');
  terms(home.asset(2), 0, 'ABSOLUTE');
  terms(home.asset(3), 0, 'RELATIVE', false);
  for (const world of [home, abroad]) {
    world.time_s = home.time_s + 60;
    const where = world === home ? 'on the same chain' : 'from another chain';
    const to = (parent: number, name: string, royaltyPpm: number, policy: RoyaltyPolicy, isBelow: boolean): void =>
      linked(`${name} ${where}`, home.asset(parent), { royaltyPpm, policy, isBelow, world });
    to(1, 'that give what is asked', 50_000, 'ABSOLUTE', false);
    to(1, 'that give less', 49_999, 'ABSOLUTE', true);
    to(1, 'by another policy', 900_000, 'RELATIVE', true);
    to(2, 'by another policy where no royalty is asked', 0, 'RELATIVE', false);
    to(3, 'where none are allowed', 1_000_000, 'RELATIVE', true);
  }
  for (const { ledger } of [home, abroad]) await storeLedger(client, ledger);
}, 60_000);

afterAll(async () => {
  await client?.end();
  await postgres?.stop();
});

describe('terms of a parent', () => {
  it('are told to be kept or not by links of every kind, on any chain', async () => {
    const links = await getParentLinks(
      queryable(client),
      cases.map(([, child]) => child),
      100,
    );
    const told = new Map(links.map(({ child, belowTerms }) => [child as string, belowTerms]));
    expect(cases.map(([name, child]) => [name, told.get(child)])).toEqual(
      cases.map(([name, , isBelow]) => [name, isBelow]),
    );
  });
});
