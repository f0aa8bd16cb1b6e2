import type { CanonicalPayloads } from '../events/canonical.js';
import { PPM } from '../vocabulary.js';
import { anomaly } from './anomalies.js';
import { nameAccount, since, type EventContext } from './context.js';
import { post } from './postings.js';
import type { TaskRow } from './task-rows.js';

export function taskOpened(context: EventContext, event: CanonicalPayloads['TaskOpened']): void {
  const { state, at } = context;
  const key = { taskContract: at.contract, task: event.task };
  if (state.tasks.get(key)) {
    anomaly(
      context,
      'TASK_OPENED_TWICE',
      `Task ${event.task} of ${at.contract} is open already; refused.`,
      event.asset,
    );
    return;
  }
  state.tasks.put({
    assetId: event.asset,
    sponsor: event.sponsor,
    role: event.role,
    openedAt: at.position,
    openedTime_s: at.time_s,
    closedTime_s: null,
    submissions: 0n,
    submittedUnits: 0n,
    acceptedUnits: 0n,
    txHash: at.txHash,
    ...key,
  });
  for (const { token, budget, baseReward, bonusReward } of event.tokens) {
    state.taskTokens.put({ token, budget, baseReward, bonusReward, paidBase: 0n, paidBonus: 0n, ...key });
  }
}

export function taskClosed(context: EventContext, event: CanonicalPayloads['TaskClosed']): void {
  const task = knownTask(context, event.task);
  if (!task) return;
  if (task.closedTime_s === null) context.state.tasks.put({ ...task, closedTime_s: context.at.time_s });
  else anomaly(context, 'TASK_CLOSED', `Task ${event.task} of ${context.at.contract} was closed before.`, task.assetId);
}

export function contributionSubmitted(context: EventContext, event: CanonicalPayloads['ContributionSubmitted']): void {
  const { contributor, contentHash, units } = event;
  const { state, at } = context;
  const task = openTask(context, event.task, 'A contribution is submitted');
  if (!task) return;
  const key = { taskContract: at.contract, task: event.task, contributor, contentHash };
  if (state.contributions.get(key)) {
    const detail = `${contributor} has submitted ${contentHash} to task ${event.task} before; refused.`;
    anomaly(context, 'SUBMITTED_TWICE', detail, task.assetId);
    return;
  }
  nameAccount(context, contributor);
  const { position, time_s } = since(context);
  state.contributions.put({
    assetId: task.assetId,
    units,
    source: event.source,
    tags: event.tags,
    submittedAt: position,
    submittedTime_s: time_s,
    reviews: 0,
    reviewedTime_s: null,
    reviewer: null,
    acceptedUnits: null,
    scorePpm: null,
    txHash: at.txHash,
    ...key,
  });
  const [submissions, submittedUnits] = [task.submissions + 1n, task.submittedUnits + units];
  state.tasks.put({ ...task, submissions, submittedUnits });
}

/** The latest review of a contribution counts; it can accept no more units than were submitted. */
export function contributionReviewed(context: EventContext, event: CanonicalPayloads['ContributionReviewed']): void {
  const { contributor, contentHash, reviewer } = event;
  const { state, at } = context;
  const task = knownTask(context, event.task);
  if (!task) return;
  const row = state.contributions.get({ taskContract: at.contract, task: event.task, contributor, contentHash });
  if (!row) {
    const detail = `${reviewer} reviews ${contentHash} of ${contributor}, which was not submitted; refused.`;
    anomaly(context, 'CONTRIBUTION_UNKNOWN', detail, task.assetId);
    return;
  }
  const [acceptedUnits, scorePpm] = withinBounds(context, event, row.units, task);
  const reviews = row.reviews + 1;
  state.contributions.put({ ...row, reviews, reviewedTime_s: at.time_s, reviewer, acceptedUnits, scorePpm });
  state.tasks.put({ ...task, acceptedUnits: task.acceptedUnits + acceptedUnits - (row.acceptedUnits ?? 0n) });
}

function withinBounds(
  context: EventContext,
  event: CanonicalPayloads['ContributionReviewed'],
  units: bigint,
  { assetId }: TaskRow,
): [acceptedUnits: bigint, scorePpm: number] {
  const { acceptedUnits, scorePpm, contentHash } = event;
  if (acceptedUnits <= units && scorePpm <= Number(PPM)) return [acceptedUnits, scorePpm];
  const detail = `A review accepts ${acceptedUnits} of ${units} units of ${contentHash} with ${scorePpm} ppm; cut to what there is.`;
  anomaly(context, 'REVIEW_ABOVE_ALL', detail, assetId);
  return [acceptedUnits > units ? units : acceptedUnits, Math.min(scorePpm, Number(PPM))];
}

/** A reward was paid on chain: earned and paid at once, out of what the sponsor put in. */
export function rewardPaid(context: EventContext, event: CanonicalPayloads['RewardPaid']): void {
  const { contributor, token, amount, part } = event;
  const { state, mark_s } = context;
  const task = knownTask(context, event.task);
  if (!task) return;
  const { taskContract, assetId, role, sponsor } = task;
  nameAccount(context, contributor);
  spend(context, task, event);
  post(context, { vault: taskContract, token }, `sponsor:${sponsor}`, `contributor:${contributor}`, amount);
  const key = { contributor, assetId, role, taskContract, task: task.task, token, part, mark_s };
  state.rewards.add({ amount, ...key });
}

/** More than the budget is counted as it was paid: the money has moved. */
function spend(context: EventContext, task: TaskRow, { token, amount, part }: CanonicalPayloads['RewardPaid']): void {
  const { state } = context;
  const { taskContract, task: id, assetId } = task;
  const offer = state.taskTokens.get({ taskContract, task: id, token });
  const paidBase = (offer?.paidBase ?? 0n) + (part === 'BASE' ? amount : 0n);
  const paidBonus = (offer?.paidBonus ?? 0n) + (part === 'BONUS' ? amount : 0n);
  const { budget, baseReward, bonusReward } = offer ?? { budget: 0n, baseReward: 0n, bonusReward: 0n };
  state.taskTokens.put({ taskContract, task: id, token, budget, baseReward, bonusReward, paidBase, paidBonus });
  if (paidBase + paidBonus <= budget) return;
  const detail = `Task ${id} of ${taskContract} has paid ${paidBase + paidBonus} of ${token} out of a budget of ${budget}.`;
  anomaly(context, 'REWARD_ABOVE_BUDGET', detail, assetId);
}

/** The task of the emitting contract; undefined, with an anomaly, where it never opened it. */
function knownTask(context: EventContext, task: string): TaskRow | undefined {
  const row = context.state.tasks.get({ taskContract: context.at.contract, task });
  if (!row) anomaly(context, 'TASK_UNKNOWN', `${context.at.contract} has no task ${task}; refused.`, null);
  return row;
}

/** {@link knownTask}, with an anomaly where it is closed: what happened is kept all the same. */
function openTask(context: EventContext, task: string, what: string): TaskRow | undefined {
  const row = knownTask(context, task);
  if (row && row.closedTime_s !== null)
    anomaly(context, 'TASK_CLOSED', `${what} to task ${task}, which is closed.`, row.assetId);
  return row;
}
