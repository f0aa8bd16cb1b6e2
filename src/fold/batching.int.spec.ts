import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomWorld } from '../../test/simulation/random-world.js';
import { foldToEnd, ledgerDigest } from '../../test/support/folding.js';
import { withClient } from '../../test/support/with-client.js';
import { blocksOf, LogBuilder } from '../../test/support/log-builder.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { MEMORY_TABLES } from '../../test/support/stored-ledger.js';
import { chainId } from '../domain/ids.js';
import { applyEvent } from '../domain/ledger/apply.js';
import { MemoryLedger } from '../domain/ledger/memory-state.js';
import { readEvents } from '../event-log/reader.js';
import { LEDGER_TABLES } from '../read-models/ledger-tables.js';
import { encodeValue, keyText } from './codec.js';
import type { Projection } from './projection.js';
import type { AnyRow, AnyTable } from './table.js';
import { rowsInOrder, type Digest } from './digest.js';

const CHAIN = chainId(1);
const INTERVAL_S = 60;

let postgres: TestPostgres;
let url: string;
beforeAll(async () => {
  postgres = await startTestPostgres();
  url = postgres.url;
  const { events } = randomWorld({ seed: 42, chains: 2, eventsPerChain: 300, interval_s: INTERVAL_S });
  await withClient(url, (client) => new LogBuilder(client, CHAIN).append(blocksOf(events.get(CHAIN)!)));
});
afterAll(() => postgres.stop());

/** Tables that the read models add to the domain's state. */
const DERIVED = ['lineage_edge', 'asset_activity', 'token_value'];

function inMemory(ledger: MemoryLedger, table: AnyTable): string[] {
  const { rows } = ledger[MEMORY_TABLES[table.name]!] as unknown as { rows: Map<string, AnyRow> | AnyRow[] };
  const byKey = new Map([...rows.values()].map((row) => [keyText(table.key, row), row]));
  return [...byKey.values()].map((row) =>
    asText(
      table.columns.map((column) => encodeValue(column, row[column.field])),
      table,
    ),
  );
}

/** JSON is compared by what it says: Postgres orders and spaces its fields its own way. */
function asText(values: readonly (string | null)[], table: AnyTable): string {
  const said = values.map((text, index) =>
    table.columns[index]!.type.match(/json|Map/) && text !== null ? canonical(JSON.parse(text)) : text,
  );
  return JSON.stringify(said);
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => [name, canonical(field)]);
}

it('a fold over the database gives the rows that the domain gives in memory', async () => {
  await foldToEnd(url, CHAIN, { eventsPerStep: 50 });
  await withClient(url, async (client) => {
    const ledger = new MemoryLedger(CHAIN, INTERVAL_S);
    for (const event of await readEvents(client, CHAIN, { asOf: 1, after: null, limit: 10_000 })) {
      applyEvent(ledger, event);
    }
    for (const table of LEDGER_TABLES.filter(({ name }) => !DERIVED.includes(name))) {
      const { rows } = await client.query<(string | null)[]>({
        text: rowsInOrder(table, { schema: 'ledger', chain: CHAIN }),
        rowMode: 'array',
        types: { getTypeParser: () => (value: string) => (value === 't' ? 'true' : value === 'f' ? 'false' : value) },
      });
      const found = rows.map((row) => asText(row, table)).sort();
      expect({ [table.name]: found }).toEqual({ [table.name]: inMemory(ledger, table).sort() });
    }
  });
});

/** The ledger's projection, and where it began to load and what it folded, in the order of time. */
function watchedLedger() {
  const said: string[] = [];
  const watched = (ledger: Projection): Projection => ({
    ...ledger,
    preload(set, store, events) {
      said.push(`load ${events[0]!.at.position}`);
      return ledger.preload(set, store, events);
    },
    applier(set) {
      const apply = ledger.applier(set);
      return (event) => {
        said.push(`fold ${event.at.position}`);
        apply(event);
      };
    },
  });
  return { watched, said };
}

describe('the state is the same', () => {
  it('in steps of 1, 7, 150 or 1,000 events', async () => {
    const digests: Digest[] = [];
    for (const eventsPerStep of [1, 7, 150, 1_000]) {
      await withClient(url, (client) => client.query('UPDATE fold.checkpoint SET fold_version = 0'));
      await foldToEnd(url, CHAIN, { eventsPerStep });
      digests.push(await ledgerDigest(url, CHAIN));
    }
    for (const digest of digests) expect(digest).toEqual(digests[0]);
  });

  it('in a database whose log came in other batches', async () => {
    const other = await newDatabase(url);
    const { events } = randomWorld({ seed: 42, chains: 2, eventsPerChain: 300, interval_s: INTERVAL_S });
    await withClient(other, async (client) => {
      const log = new LogBuilder(client, CHAIN, 3);
      const blocks = blocksOf(events.get(CHAIN)!);
      while (blocks.length > 0) {
        await log.append(blocks.splice(0, 40));
        await foldToEnd(other, CHAIN, { eventsPerStep: 9 });
      }
    });
    expect(await ledgerDigest(other, CHAIN)).toEqual(await ledgerDigest(url, CHAIN));
  });

  it('where nobody reads it before its end, in steps of 1, 7 or 150 events', async () => {
    const before = await ledgerDigest(url, CHAIN);
    for (const eventsPerStep of [1, 7, 150]) {
      await withClient(url, (client) => client.query('UPDATE fold.checkpoint SET fold_version = 0'));
      await foldToEnd(url, CHAIN, { eventsPerStep, isUnreadUntilEnd: true });
      expect(await ledgerDigest(url, CHAIN)).toEqual(before);
    }
  });

  it('whatever is preloaded: rows that were forgotten are loaded when they are read', async () => {
    const before = await ledgerDigest(url, CHAIN);
    await withClient(url, (client) => client.query('UPDATE fold.checkpoint SET fold_version = 0'));
    const projected = (ledger: Projection): Projection => ({ ...ledger, preload: () => Promise.resolve() });
    await foldToEnd(url, CHAIN, { eventsPerStep: 100, eventsPerPage: 40, projected });
    expect(await ledgerDigest(url, CHAIN)).toEqual(before);
  });

  it('where rows are forgotten after every step and loaded again while other events are folded', async () => {
    const before = await ledgerDigest(url, CHAIN);
    for (const isUnreadUntilEnd of [false, true]) {
      await withClient(url, (client) => client.query('UPDATE fold.checkpoint SET fold_version = 0'));
      const { watched, said } = watchedLedger();
      const limits = { eventsPerStep: 30, eventsPerPage: 5, rowsInMemory: 10 };
      await foldToEnd(url, CHAIN, { ...limits, isUnreadUntilEnd, projected: watched });
      expect(await ledgerDigest(url, CHAIN)).toEqual(before);
      const isAhead = (line: string, at: number): boolean =>
        line.startsWith('load') &&
        said.slice(at).some((later) => later.startsWith('fold') && later.slice(5) < line.slice(5));
      expect(said.filter(isAhead).length).toBeGreaterThan(10);
    }
  });
});

it('a state of another interval length is thrown away and folded anew', async () => {
  const before = await ledgerDigest(url, CHAIN);
  const checkpoint = await foldToEnd(url, CHAIN, { interval_s: 600 });
  expect(checkpoint.interval_s).toBe(600);
  expect((await ledgerDigest(url, CHAIN)).digest).not.toBe(before.digest);
  await foldToEnd(url, CHAIN);
  expect(await ledgerDigest(url, CHAIN)).toEqual(before);
});
