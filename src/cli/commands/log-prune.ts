import { type Command, InvalidArgumentError } from 'commander';
import pg from 'pg';
import { applyPrune, planPrune, type PruneLimit, type PrunePlan } from '../../../indexer/upkeep/prune.js';
import { chainId } from '../../domain/ids.js';
import { readChain, readTime, readWhole } from '../arguments.js';
import { chainsOf } from '../configured-chain.js';
import { confirm } from '../confirm.js';
import { configOf, withConfig } from '../database.js';
import { CommandFailure } from '../failure.js';
import { startProgress } from '../progress.js';

interface Options {
  readonly config?: string;
  readonly before?: PruneLimit;
  readonly keepDays?: number;
  readonly yes: boolean;
}

const DAY_s = 86_400;
const MOST_DAYS = 36_500;

export function addLogPrune(log: Command): void {
  withConfig(log.command('prune'))
    .description('drops events that were retracted long ago, of a chain or of all; what is canonical stays as it is')
    .argument('[chain]', 'the chain, for example eip155:8453', readChain)
    .option('--before <when>', 'retracted before this batch, or before this day or time (UTC)', readLimit)
    .option('--keep-days <n>', 'retracted more than so many days ago', readDays)
    .option('--yes', 'do it without asking', false)
    .action(async (id: number | undefined, options: Options) => {
      const config = configOf(options);
      const limit = limitOf(options);
      const client = new pg.Client({ connectionString: config.database, connectionTimeoutMillis: 5_000 });
      await client.connect();
      try {
        for (const chain of chainsOf(config, id)) {
          const plan = await planPrune(client, chainId(chain.id), limit);
          await prune(client, chain.name, plan, options.yes);
        }
      } finally {
        await client.end();
      }
    });
}

async function prune(client: pg.Client, name: string, plan: PrunePlan, yes: boolean): Promise<void> {
  const held = plan.heldBackBy
    ? ` Later ones are kept for a fold that has not read them yet (${plan.heldBackBy}).`
    : '';
  say(`${name}: ${plan.events} retracted events can be dropped.${held}`);
  if (plan.events === 0) return;
  if (!yes && !(await confirm('Drop them?'))) return say('Nothing was changed; --yes drops them.');
  const progress = startProgress(`${name}: pruning`);
  const dropped = await applyPrune(client, plan, (done) => progress.update(done, plan.events)).finally(() =>
    progress.end(),
  );
  say(`${name}: ${dropped} events were dropped.`);
}

function limitOf({ before, keepDays }: Options): PruneLimit {
  if ((before === undefined) === (keepDays === undefined)) {
    throw new CommandFailure('Say what to keep: either --before or --keep-days.');
  }
  return before ?? { time_s: Math.floor(Date.now() / 1000) - keepDays! * DAY_s };
}

function readDays(text: string): number {
  const days = readWhole(text);
  if (days > MOST_DAYS) throw new InvalidArgumentError(`Expected at most ${MOST_DAYS} days.`);
  return days;
}

function readLimit(text: string): PruneLimit {
  if (/^\d{1,15}$/.test(text)) return { batch: Number(text) };
  try {
    return { time_s: readTime(text) };
  } catch {
    throw new InvalidArgumentError('Expected a batch number, or a day or a time in UTC, for example 2026-11-23.');
  }
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
