import { decodeEvent } from '../../src/domain/events/encoding.js';
import type { CanonicalKind, PlacedEvent } from '../../src/domain/events/canonical.js';
import { type Address, type ChainId, chainId, type Hex } from '../../src/domain/ids.js';
import { position } from '../../src/domain/position.js';
import type { Deployment } from '../support/system.js';

interface Row {
  block_number: string;
  log_index: number;
  ordinal: number;
  block_hash: string;
  block_time_s: string;
  chain_time_s: string;
  tx_hash: string;
  contract: string;
  kind: CanonicalKind;
  payload: Record<string, unknown>;
}

/** The events of a deployment's log, by chain, in order; those that were taken back too where that is asked for. */
export async function readRecordedEvents(
  deployment: Deployment,
  { retracted = false } = {},
): Promise<Map<ChainId, PlacedEvent[]>> {
  const chains = deployment.chains.map(({ id }) => chainId(id));
  const read = async (chain: ChainId): Promise<[ChainId, PlacedEvent[]]> => {
    const rows = await deployment.query<Row>(
      `SELECT block_number, log_index, ordinal, encode(block_hash, 'hex') AS block_hash, block_time_s, chain_time_s,
         encode(tx_hash, 'hex') AS tx_hash, encode(contract, 'hex') AS contract, kind, payload
       FROM log.event WHERE chain_id = $1 AND (retracted_batch IS NULL OR $2)
       ORDER BY block_number, log_index, ordinal, batch`,
      [chain, retracted],
    );
    return [chain, rows.map((row) => placed(chain, row))];
  };
  return new Map(await Promise.all(chains.map(read)));
}

function placed(chain: ChainId, row: Row): PlacedEvent {
  const block = Number(row.block_number);
  const at = {
    chain,
    position: position(chain, block, row.log_index, row.ordinal),
    block,
    blockHash: `0x${row.block_hash}` as Hex,
    blockTime_s: Number(row.block_time_s),
    time_s: Number(row.chain_time_s),
    txHash: `0x${row.tx_hash}` as Hex,
    logIndex: row.log_index,
    ordinal: row.ordinal,
    contract: `0x${row.contract}` as Address,
  };
  return { ...decodeEvent(row.kind, row.payload), at } as PlacedEvent;
}
