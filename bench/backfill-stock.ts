import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { execa } from 'execa';

/**
 * The stock set-up: a squid of its own in bench/stock, because its store wants another TypeORM than the
 * service has. Its packages are installed when it is first measured.
 */
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const STOCK = join(ROOT, 'bench', 'stock');
const CODEC = join(ROOT, 'dist/indexer/adapters/reference/generated/UsageMeter.js');

/** The table that its migrations would make. */
export const STOCK_TABLE = `CREATE TABLE usage (
  id text PRIMARY KEY, block_number integer NOT NULL, log_index integer NOT NULL, time integer NOT NULL,
  block_hash text NOT NULL, tx_hash text NOT NULL, contract text NOT NULL, data text NOT NULL, kind text NOT NULL,
  topics text[] NOT NULL, payload jsonb NOT NULL)`;

/** Installs what it needs, where it is not there yet. */
export async function prepareStock(): Promise<void> {
  if (existsSync(join(STOCK, 'node_modules/.package-lock.json'))) return;
  console.log('Installing the stock set-up that the indexer is measured against ...');
  await execa('npm', ['ci', '--no-audit', '--no-fund'], { cwd: STOCK });
}

interface StockOptions {
  readonly rpc: string;
  readonly contract: string;
  readonly finality: number;
}

/** What Node is started with; DB_URL names the database. */
export function stockArguments({ rpc, contract, finality }: StockOptions): string[] {
  return [join(STOCK, 'main.mjs'), pathToFileURL(CODEC).href, rpc, contract, String(finality)];
}
