import { expect, it } from '@jest/globals';
import { settlingChains, SettlingSchedule } from '../src/domain/settlement/settling-chains.js';
import { chainId } from '../src/domain/ids.js';
import { parseConfig } from './tributary-config.js';

const configWith = (settles: string) =>
  parseConfig(
    `chains:
  - id: 10
    name: Ten
    rpc: ['http://127.0.0.1:1']
    finality: 1
    contracts: [{ adapter: reference, address: '0x${'1'.repeat(40)}' }]
    ${settles}
`,
    'tributary.yaml',
    { DATABASE_URL: 'postgres://db/ledger' },
  );

it('a chain settles from and until the marks that the configuration names', () => {
  const config = configWith(`settles: { from: 2026-12-01, until: '2026-12-01T02:00:00+01:00' }`);
  const schedule = new SettlingSchedule(settlingChains(config.chains), config.interval);
  const begin_s = Date.UTC(2026, 11, 1) / 1000;
  const marks = [0, 600, 3_600, 4_200].map((after_s) => schedule.settles(chainId(10), begin_s + after_s));
  expect(marks).toEqual([false, true, true, false]);
});

it('a chain whose configuration names no marks always settles', () => {
  const { chains, interval } = configWith('');
  expect(new SettlingSchedule(settlingChains(chains), interval).settles(chainId(10), 600)).toBe(true);
});

it.each([
  ["{ from: '2026-12-01T00:05:00Z' }", 'from: expected the end of an interval, of which each begins 600 s after'],
  ["{ until: '2026-12-01T00:05:00Z' }", 'until: expected the end of an interval, of which each begins 600 s after'],
  ["{ from: '2026-12-02', until: '2026-12-01' }", 'until: expected a time after `from`'],
  ["{ from: '2026-12-01T00:00:00' }", 'from: expected a date or a time with its zone'],
  ["{ since: '2026-12-01' }", 'Unrecognized key: "since"'],
])('says what is wrong with %s', (settles, problem) => {
  expect(() => configWith(`settles: ${settles}`)).toThrow(problem);
});
