import type { AssetId } from '../domain/ids.js';
import { getNamedAssets } from '../read-models/assets/queries.js';
import type { Queryable } from '../read-models/queryable.js';
import { CommandFailure } from './failure.js';

/** @throws CommandFailure for an asset that nothing in the ledger names: a figure of 0 would hide the slip */
export async function checkNamed(db: Queryable, asset: AssetId): Promise<void> {
  const [named] = await getNamedAssets(db, [asset]);
  if (!named) throw new CommandFailure(`Nothing in the ledger names ${asset}; check its chain, registry and token id.`);
}
