import { describe, expect, it } from '@jest/globals';
import { chainId, type Address } from '../domain/ids.js';
import type { Vault } from '../settlement/vault-tables.js';
import type { PassResult } from './pass.js';
import { publishRegularly } from './publishing.js';

const A: Vault = { chain: chainId(1), address: '0xaa' as Address };
const B: Vault = { chain: chainId(2), address: '0xbb' as Address };

/** Runs rounds until something has been told so often, with each answer of `vaults` and `pass` in its turn. */
async function told(
  count: number,
  answers: { vaults: (() => Vault[])[]; pass: PassResult['outcome'][] },
): Promise<string[]> {
  const stopping = new AbortController();
  const lines: string[] = [];
  const tell = (line: string): void => {
    lines.push(line);
    if (lines.length === count) stopping.abort();
  };
  let [rounds, passes] = [0, 0];
  await publishRegularly({
    every_s: 0.001,
    vaults: async () => answers.vaults[Math.min(rounds++, answers.vaults.length - 1)]!(),
    pass: async () => ({ outcome: answers.pass[passes++ % answers.pass.length] }) as PassResult,
    onResult: ({ address }, { outcome }) => tell(`${address} ${outcome}`),
    onProblem: tell,
    signal: stopping.signal,
  });
  return lines;
}

describe('publishing regularly', () => {
  it('looks at every vault in every round', async () => {
    const lines = await told(4, { vaults: [() => [A, B]], pass: ['PUBLISHED', 'NOT_OURS', 'UNCHANGED'] });
    expect(lines).toEqual(['0xaa PUBLISHED', '0xbb NOT_OURS', '0xaa UNCHANGED', '0xbb PUBLISHED']);
  });

  it('goes on after a round that could not begin, and after a vault that failed', async () => {
    const unreachable = (): Vault[] => {
      throw new Error('The database is away.');
    };
    const lines = await told(4, { vaults: [unreachable, () => [A, B]], pass: ['FAILED', 'LOWERED', 'PUBLISHED'] });
    expect(lines).toEqual(['The database is away.', '0xaa FAILED', '0xbb LOWERED', '0xaa PUBLISHED']);
  });

  it('ends within a round when it is asked to', async () => {
    expect(await told(1, { vaults: [() => [A, B]], pass: ['PUBLISHED'] })).toEqual(['0xaa PUBLISHED']);
  });

  it('waits for as long as it is told to, weeks as well', async () => {
    const stopping = new AbortController();
    let rounds = 0;
    const publishing = publishRegularly({
      every_s: 30 * 86_400,
      vaults: async () => (rounds++, [A]),
      pass: async () => ({ outcome: 'UNCHANGED' }) as PassResult,
      onResult: () => undefined,
      onProblem: () => undefined,
      signal: stopping.signal,
    });
    await new Promise((done) => setTimeout(done, 50));
    stopping.abort();
    await publishing;
    expect(rounds).toBe(1);
  });
});
