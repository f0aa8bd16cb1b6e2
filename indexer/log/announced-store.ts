import type pg from 'pg';
import type { Address, ChainId } from '../../src/domain/ids.js';
import type { AppendBatch, Batch } from './advance.js';
import type { AnnouncedContract } from './blocks.js';

/** The contracts of a chain that its log holds announced, in the order of the announcing logs. */
export async function loadAnnounced(client: pg.ClientBase, chain: ChainId): Promise<AnnouncedContract[]> {
  const { rows } = await client.query<Record<'contract' | 'adapter' | 'block_number', string> & { log_index: number }>(
    `SELECT '0x' || encode(contract, 'hex') AS contract, adapter, block_number, log_index
     FROM log.announced_contract WHERE chain_id = $1 AND retracted_batch IS NULL
     ORDER BY block_number, log_index, place`,
    [chain],
  );
  return rows.map(({ contract, adapter, block_number, log_index }) => ({
    contract: contract as Address,
    adapter,
    block: Number(block_number),
    logIndex: log_index,
  }));
}

/** Writes what a batch's logs announce, as part of its transaction. */
export async function insertAnnounced(
  client: pg.ClientBase,
  chain: ChainId,
  { number, announced }: Pick<AppendBatch, 'number' | 'announced'>,
): Promise<void> {
  if (announced.length === 0) return;
  const column = <T>(read: (one: AnnouncedContract, place: number) => T): T[] => announced.map(read);
  await client.query(
    `INSERT INTO log.announced_contract (chain_id, batch, contract, adapter, block_number, log_index, place)
     SELECT $1, $2, * FROM unnest($3::bytea[], $4::text[], $5::bigint[], $6::integer[], $7::integer[])`,
    [
      chain,
      number,
      column(({ contract }) => Buffer.from(contract.slice(2), 'hex')),
      column(({ adapter }) => adapter),
      column(({ block }) => block),
      column(({ logIndex }) => logIndex),
      column((_, place) => place),
    ],
  );
}

/** Marks what was announced from a batch's first block on as no longer believed. */
export async function retractAnnounced(
  client: pg.ClientBase,
  chain: ChainId,
  { number, fromBlock }: Pick<Batch, 'number' | 'fromBlock'>,
): Promise<void> {
  await client.query(
    `UPDATE log.announced_contract SET retracted_batch = $2
     WHERE chain_id = $1 AND block_number >= $3 AND retracted_batch IS NULL`,
    [chain, number, fromBlock],
  );
}
