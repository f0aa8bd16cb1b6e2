import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pg from 'pg';
import type { Address, ChainId, Hex } from '../../src/domain/ids.js';
import { checkLogIntegrity } from '../../src/verify/log-integrity.js';
import { hash, NOTHING } from '../../test/support/block-tree.js';
import { runs } from '../../test/support/depth.js';
import { readLog } from '../../test/support/indexer.js';
import { startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { ignored, type LogAdapter } from '../adapters/adapter.js';
import { WatchList } from '../adapters/watch-list.js';
import { advance } from '../log/advance.js';
import { loadAnnounced } from '../log/announced-store.js';
import type { DecodedBlock, RawLog } from '../log/blocks.js';
import { commitAdvance, describeChain, loadState } from '../log/log-store.js';
import { redecode } from './redecode.js';
import { withChainLog } from './with-chain-log.js';

const FACTORY = `0x${'fa'.repeat(20)}` as Address;
const OTHER = `0x${'0e'.repeat(20)}` as Address;
const CHILD = `0x${'c1'.repeat(20)}` as Address;
const HOT = 6;

let postgres: TestPostgres;
let client: pg.Client;
let chain = 800_000 as ChainId;

beforeAll(async () => {
  postgres = await startTestPostgres();
  client = new pg.Client(postgres.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await postgres.stop();
});
beforeEach(() => nextChain());

/** What stands in a block: logs by contract, each with what it carries. */
type Content = readonly { readonly contract: Address; readonly data: number }[];

/** Repeats what a log carries; from data `changes` on it says something else, and more often. */
const saying = (changes: number, announces = false): LogAdapter => ({
  name: 'said',
  decode: ({ data }) => {
    const value = Number(data);
    return value < changes ? ignored(`${value}`) : [...ignored(`new ${value}`), ...ignored('more')];
  },
  ...(announces && {
    announces: ({ contract }) => (contract === FACTORY ? [{ contract: CHILD, adapter: 'said' }] : []),
  }),
});

/** Says who sent the transaction. */
const SENDERS: LogAdapter = {
  name: 'said',
  readsTransactions: true,
  decode: ({ transaction }) => ignored(transaction!.from),
};
const SENT = { transaction: { from: OTHER, to: null, value: 2n ** 256n - 1n } };

function watching(adapter: LogAdapter, contracts = [FACTORY, OTHER]): WatchList {
  const configured = contracts.map((address) => ({ address, adapter: 'said', firstBlock: 0 }));
  return new WatchList(configured, { said: adapter });
}

const anyContent = fc.array(
  fc.array(fc.record({ contract: fc.constantFrom(FACTORY, OTHER, CHILD), data: fc.nat(40) }), { maxLength: 3 }),
  { minLength: 3, maxLength: 14 },
);

describe('decoding anew', () => {
  it('leaves what a fresh run with the new adapter leaves, and the chain goes on from it', async () => {
    await fc.assert(
      fc.asyncProperty(anyContent, anyContent, fc.nat(40), fc.boolean(), async (past, future, changes, drops) => {
        nextChain();
        const now = (): WatchList => watching(saying(changes, true), drops ? [FACTORY] : [FACTORY, OTHER]);
        const before = watching(saying(41, true));
        await live(before, past);
        await decodeWith(now());
        const decoded = await contents();
        expect((await checkLogIntegrity(client, chain)).count).toBe(0);
        const after = now();
        await live(after, [...past, ...future], past.length);
        const gone = await contents();
        const held = await remembered();

        await forget();
        const fresh = now();
        await live(fresh, past);
        expect(decoded).toEqual(await contents());
        await live(fresh, [...past, ...future], past.length);
        expect(gone).toEqual(await contents());
        expect(held).toEqual(await remembered());
      }),
      { numRuns: runs(5) },
    );
  }, 60_000);

  it('touches nothing below the first change, and says what it did', async () => {
    await live(watching(saying(99)), [[log(OTHER, 1)], [log(OTHER, 2), log(OTHER, 7)], [log(OTHER, 3)]]);
    expect(await decodeWith(watching(saying(7)))).toEqual({ fromBlock: 2, retracted: 3, appended: 4 });
    const { rows } = await client.query('SELECT number FROM log.batch WHERE chain_id = $1 ORDER BY number', [chain]);
    expect(rows).toHaveLength(3);
    const untouched = await client.query('SELECT batch FROM log.event WHERE chain_id = $1 AND block_number = 1', [
      chain,
    ]);
    expect(untouched.rows).toEqual([{ batch: '1' }]);
  });

  it('has nothing to do where nothing changed', async () => {
    await live(watching(saying(9, true)), [[log(FACTORY, 1), log(CHILD, 12)], [log(OTHER, 2)]]);
    expect(await decodeWith(watching(saying(9, true)))).toBeUndefined();
  });

  it('does not clear a halt, which decoding does not mend', async () => {
    await live(watching(saying(9)), [[log(OTHER, 1)], [log(OTHER, 10)]]);
    await client.query(`UPDATE log.chain SET status = 'HALTED' WHERE chain_id = $1`, [chain]);
    await decodeWith(watching(saying(2)));
    const { rows } = await client.query('SELECT status FROM log.chain WHERE chain_id = $1', [chain]);
    expect(rows).toEqual([{ status: 'HALTED' }]);
  });

  it('refuses to believe that it has the logs of a contract that is announced only now', async () => {
    await live(watching(saying(9)), [[log(OTHER, 1)], [log(FACTORY, 1), log(CHILD, 1)]]);
    await expect(decodeWith(watching(saying(9, true)))).rejects.toThrow(
      `Block 2 announces ${CHILD} now, whose logs were never read from there on; read them with \`tributary chain repair ${chain} --from 2\`.`,
    );
    expect((await loadState(client, chain)).lastBatch).toBe(1);
  });

  it('refuses an adapter that reads transactions which were not stored', async () => {
    await live(watching(saying(9)), [[log(OTHER, 1)], [log(OTHER, 2)]]);
    await expect(decodeWith(watching(SENDERS))).rejects.toThrow(
      `The mapping said reads $tx now, and log 0 of block 1 was stored without its transaction; read the chain anew with \`tributary chain repair ${chain} --from 1\`.`,
    );
    expect((await loadState(client, chain)).lastBatch).toBe(1);
  });

  it('has the transactions that were stored, as a fresh run has them, and drops them where nothing reads them', async () => {
    const past = [[log(OTHER, 1)], [log(OTHER, 2), log(FACTORY, 3)]];
    await live(watching(SENDERS), past, -1, SENT);
    expect(await decodeWith(watching(SENDERS))).toBeUndefined();
    const values = { ...SENDERS, decode: ({ transaction }: RawLog) => ignored(String(transaction!.value)) };
    await decodeWith(watching(values));
    const decoded = await contents();
    expect(decoded.events.map(({ tx_from, tx_to, tx_value }) => [tx_from, tx_to, tx_value])).toEqual(
      Array(3).fill(['0e'.repeat(20), null, String(2n ** 256n - 1n)]),
    );
    await forget();
    await live(watching(values), past, -1, SENT);
    expect(decoded).toEqual(await contents());

    await decodeWith(watching(saying(9)));
    const plain = await contents();
    await forget();
    await live(watching(saying(9)), past, -1, SENT);
    expect(plain).toEqual(await contents());
    expect(plain.events[0]).toMatchObject({ tx_from: null, tx_value: null });
  });

  it('is refused while somebody else writes the log', async () => {
    await live(watching(saying(9)), [[log(OTHER, 1)]]);
    await withChainLog(postgres.url, named(), async () => {
      await expect(decodeWith(watching(saying(0)))).rejects.toThrow('An indexer follows Test');
    });
  });
});

const log = (contract: Address, data: number) => ({ contract, data });
const named = () => ({ id: chain, name: 'Test' });

function nextChain(): void {
  chain = (chain + 1) as ChainId;
}

const decodeWith = (watched: WatchList) => withChainLog(postgres.url, named(), (own) => redecode(own, { watched }));

/** Writes the blocks from `from` on as the indexer would, a batch for them all. Block 0 is empty. */
async function live(
  watched: WatchList,
  past: readonly Content[],
  from = -1,
  sent: Pick<RawLog, 'transaction'> = {},
): Promise<void> {
  await describeChain(client, chain, 'Test');
  const all = [[], ...past].map((content, number) => blockOf(watched, number, content, from + 1, sent));
  const fresh = all.filter(({ number }) => number > from);
  const state = await loadState(client, chain);
  const base = from < 0 ? NOTHING : all[from]!;
  const next = advance(state, { base, blocks: fresh, finalized: all[Math.max(0, all.length - HOT)]! });
  await commitAdvance(client, next);
}

function blockOf(
  watched: WatchList,
  number: number,
  content: Content,
  from: number,
  sent: Pick<RawLog, 'transaction'>,
): DecodedBlock {
  const context = { number, hash: hash(`b${number}`), time_s: 1_700_000_000 + number };
  const logs = content.map(({ contract, data }, logIndex) => ({
    ...RAW,
    ...sent,
    logIndex,
    contract,
    data: `0x${data.toString(16).padStart(2, '0')}` as Hex,
  }));
  if (number === from) watched.rewind(number - 1);
  return { ...context, parentHash: hash(`b${number - 1}`), logs: watched.decode(logs, { ...context, chain }) };
}

const RAW = { txHash: hash('tx'), topics: [hash('topic')] };

const contents = () => readLog(postgres.url, chain);

/** What a restart would find: unfinalized blocks with their digests, and contracts that are announced. */
async function remembered(): Promise<unknown[]> {
  const { rows } = await client.query('SELECT * FROM log.hot_block WHERE chain_id = $1 ORDER BY number', [chain]);
  return [...(rows as unknown[]), ...(await loadAnnounced(client, chain))];
}

async function forget(): Promise<void> {
  for (const table of ['event', 'batch', 'hot_block', 'announced_contract']) {
    await client.query(`DELETE FROM log.${table} WHERE chain_id = $1`, [chain]);
  }
}
