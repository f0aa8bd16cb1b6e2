import { expect, it } from '@jest/globals';
import { type Address, chainId } from '../domain/ids.js';
import { standingOf } from './publish.js';

it('an endpoint that is not there is not taken for a vault that refuses', async () => {
  const vault = { chain: chainId(1), address: `0x${'1'.repeat(40)}` as Address };
  const publisher = { rpc: 'http://me:s3cret@127.0.0.1:1/key', privateKey: `0x${'1'.repeat(64)}` } as const;
  await expect(standingOf(vault, publisher)).rejects.toThrow(/^The endpoint does not answer: [^\n]*\.$/);
  await expect(standingOf(vault, publisher)).rejects.not.toThrow(/s3cret|key/);
});
