import Sequencer from '@jest/test-sequencer';

/** Seconds that a suite takes about, by the end of its name, until it has run here. */
const EXPECTED_s = [
  [/\.sim\.spec\.ts$/, 100],
  [/-worlds\.int\.spec\.ts$/, 40],
  [/\.e2e\.spec\.ts$/, 35],
  [/\.int\.spec\.ts$/, 10],
];

/**
 * Begins with what takes longest, so that no worker is left with a long suite while the other has nothing to do.
 * Jest knows how long a suite took the last time; in a fresh checkout it would go by the size of the files, and
 * the simulations are small ones.
 */
export default class SlowFirst extends Sequencer {
  /** Of a suite that has not run here yet, what is expected. */
  time(test) {
    return super.time(test) ?? 1_000 * (EXPECTED_s.find(([name]) => name.test(test.path))?.[1] ?? 1);
  }
}
