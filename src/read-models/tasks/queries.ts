import type { Role } from '../../domain/vocabulary.js';
import { Conditions, type Queryable, toBigInt, toNumber, toNumberOrNull } from '../queryable.js';

/** Where a row stands in a list of the newest first: chain time and position of the event that made it. */
export type EventKey = readonly [time_s: number, position: string];

/** A task as it stands. Times are seconds of chain time, units the task's own. */
export interface TaskView {
  readonly chainId: number;
  readonly taskContract: string;
  readonly task: string;
  readonly assetId: string;
  readonly sponsor: string;
  readonly role: Role;
  readonly openedAt: string;
  readonly opened_s: number;
  readonly closed_s: number | null;
  readonly submissions: bigint;
  readonly submittedUnits: bigint;
  readonly acceptedUnits: bigint;
  readonly txHash: string;
  readonly tokens: readonly TaskTokenView[];
}

/** What a task offers in a token, and what it has paid: base units. */
export interface TaskTokenView {
  readonly token: string;
  readonly budget: bigint;
  readonly baseReward: bigint;
  readonly bonusReward: bigint;
  readonly paidBase: bigint;
  readonly paidBonus: bigint;
}

interface TaskRecord {
  chain_id: string;
  task_contract: string;
  task: string;
  asset_id: string;
  sponsor: string;
  role: Role;
  opened_at: string;
  opened_time_s: string;
  closed_time_s: string | null;
  submissions: string;
  submitted_units: string;
  accepted_units: string;
  tx_hash: string;
  tokens: { [K in keyof TaskTokenView]: string }[];
}

const TOKENS = `
  SELECT coalesce(json_agg(json_build_object('token', o.token, 'budget', o.budget::text, 'baseReward', o.base_reward::text,
    'bonusReward', o.bonus_reward::text, 'paidBase', o.paid_base::text, 'paidBonus', o.paid_bonus::text) ORDER BY o.token), '[]')
  FROM ledger.task_token o WHERE o.chain_id = t.chain_id AND o.task_contract = t.task_contract AND o.task = t.task`;

export interface TaskCriteria {
  readonly chainId?: number | null;
  readonly assetId?: string | null;
  readonly taskContract?: string | null;
  readonly task?: string | null;
}

/** Tasks, newest first, after the one given. */
export async function listTasks(
  db: Queryable,
  by: TaskCriteria,
  after: EventKey | null,
  limit: number,
): Promise<TaskView[]> {
  const where = new Conditions().equal('t.chain_id', by.chainId).equal('t.asset_id', by.assetId);
  where.equal('t.task_contract', by.taskContract).equal('t.task', by.task);
  if (after) where.add('(t.opened_time_s, t.opened_at) < (?::bigint, ?)', ...after);
  const rows = await db.query<TaskRecord>(
    `SELECT t.*, (${TOKENS}) AS tokens FROM ledger.task t ${where.where()}
     ORDER BY t.opened_time_s DESC, t.opened_at DESC LIMIT ${where.bind(limit)}`,
    where.parameters,
  );
  return rows.map((row) => ({
    chainId: toNumber(row.chain_id),
    taskContract: row.task_contract,
    task: row.task,
    assetId: row.asset_id,
    sponsor: row.sponsor,
    role: row.role,
    openedAt: row.opened_at,
    opened_s: toNumber(row.opened_time_s),
    closed_s: toNumberOrNull(row.closed_time_s),
    submissions: toBigInt(row.submissions),
    submittedUnits: toBigInt(row.submitted_units),
    acceptedUnits: toBigInt(row.accepted_units),
    txHash: row.tx_hash,
    tokens: row.tokens.map(({ token, budget, baseReward, bonusReward, paidBase, paidBonus }) => ({
      token,
      budget: BigInt(budget),
      baseReward: BigInt(baseReward),
      bonusReward: BigInt(bonusReward),
      paidBase: BigInt(paidBase),
      paidBonus: BigInt(paidBonus),
    })),
  }));
}
