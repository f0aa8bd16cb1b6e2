import { expect, it } from '@jest/globals';
import { block, branch, NOTHING, update } from '../../test/support/block-tree.js';
import type { ChainId } from '../../src/domain/ids.js';
import { advance } from '../log/advance.js';
import { ChainMeter } from './chain-meter.js';
import { type MeteredChain, renderMetrics } from './indexer-metrics.js';

const GENESIS = block('G0', NOTHING, { logs: 0 });
const EMPTY = { chain: 8453 as ChainId, lastBatch: 0, recordedHead: -1, blocks: [] };

function metered(change: Partial<MeteredChain> = {}): MeteredChain {
  return { chainId: 8453, report: undefined, isRunning: true, circuit: 'closed', starts: 1, ...change };
}

/** The lines about numbers, without the indexer's prefix. */
async function lines(chain: MeteredChain, now_s = 0): Promise<string[]> {
  const text = await renderMetrics([chain], now_s);
  const said = text.split('\n').filter((line) => line.startsWith('tributary_indexer_'));
  return said.map((line) => line.replace('tributary_indexer_', '').replace('chain="eip155:8453"', 'chain'));
}

it('a chain is shown with what its process has done', async () => {
  const meter = new ChainMeter();
  meter.countsRefusals(() => [{ endpoint: 'https://node.example', reason: 'truncated', count: 3 }]);
  meter.told([7, 9]);
  const a = branch('A', GENESIS, 4);
  const first = advance(EMPTY, update(NOTHING, [GENESIS, ...a], a[0]));
  meter.committed(first);
  meter.committed(advance(first.state, update(a[1]!, branch('B', a[1]!, 3, { logs: 2 }), a[1])));
  const said = await lines(metered({ report: meter.report(), starts: 2 }), 1_700_000_100);
  expect(said).toEqual([
    'head_block{chain} 9',
    'indexed_block{chain} 5',
    'finalized_block{chain} 2',
    'lag_blocks{chain} 4',
    'lag_seconds{chain} 40',
    'events_per_second{chain} 1',
    'stalled{chain} 0',
    'up{chain} 1',
    'circuit_open{chain} 0',
    'process_starts_total{chain} 2',
    'events_total{chain} 10',
    'batches_total{chain,kind="append"} 2',
    'batches_total{chain,kind="retract"} 1',
    'retractions_total{chain} 1',
    'refused_answers_total{chain,endpoint="https://node.example",reason="truncated"} 3',
  ]);
});

it('a chain that is halted or stalled is shown so', async () => {
  const meter = new ChainMeter();
  meter.stalled('nobody moves');
  const said = await lines(metered({ report: meter.report(), isRunning: false, circuit: 'open' }));
  expect(said).toEqual(expect.arrayContaining(['stalled{chain} 1', 'up{chain} 0', 'circuit_open{chain} 1']));
});

it('a process that has told nothing yet has no blocks', async () => {
  expect((await lines(metered())).map((line) => line.split('{')[0])).toEqual([
    'up',
    'circuit_open',
    'process_starts_total',
  ]);
});

it('events a second are those of the last ten seconds', () => {
  let now_ms = 0;
  const meter = new ChainMeter(() => now_ms);
  const { state, ...first } = advance(
    EMPTY,
    update(NOTHING, [GENESIS, ...branch('A', GENESIS, 4, { logs: 5 })], GENESIS),
  );
  meter.committed({ state, ...first });
  now_ms = 9_000;
  meter.committed(
    advance(state, update(state.blocks.at(-1)!, branch('A', state.blocks.at(-1)!, 2, { logs: 5 }), GENESIS)),
  );
  const rates = [9_000, 10_000, 19_000].map((at_ms) => ((now_ms = at_ms), meter.report().eventsPerSecond));
  expect(rates).toEqual([3, 1, 0]);
});

it('what the log held before counts as indexed', () => {
  const meter = new ChainMeter();
  meter.holds(advance(EMPTY, update(NOTHING, [GENESIS, ...branch('A', GENESIS, 4)], GENESIS)).state);
  expect(meter.report()).toMatchObject({ indexed: 4, finalized: 0, events: 0 });
});
