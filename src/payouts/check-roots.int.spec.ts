import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { isLocked } from '../../test/support/locks.js';
import { newDatabase, startTestPostgres, type TestPostgres } from '../../test/support/postgres.js';
import { until } from '../../test/support/until.js';
import { withClient } from '../../test/support/with-client.js';
import { ZERO_HASH } from '../domain/ids.js';
import { RootKeeper } from './check-roots.js';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());

it('looks for roots while a state is put in place, and neither waits for the other in a circle', async () => {
  const url = await newDatabase(postgres.url);
  await withClient(url, (swapping) =>
    withClient(url, async (keeping) => {
      await swapping.query('BEGIN; LOCK TABLE fold.checkpoint IN ACCESS EXCLUSIVE MODE');
      const kept = new RootKeeper(keeping, { interval_s: 60, configurationDigest: ZERO_HASH }).keep();
      await until('the keeper to wait', () => isLocked(swapping, 'fold.checkpoint', { granted: false }));
      await swapping.query('LOCK TABLE ledger.payout_root IN ACCESS EXCLUSIVE MODE');
      await swapping.query('COMMIT');
      expect(await kept).toEqual([]);
    }),
  );
});
