import type { ContributionRow, RewardRow, TaskRow, TaskTokenRow } from '../../domain/ledger/task-rows.js';
import { keyed, sums } from '../../fold/table.js';

export const TASK = keyed<TaskRow>('task', {
  columns: {
    taskContract: 'text',
    task: 'text',
    assetId: 'text',
    sponsor: 'text',
    role: 'text',
    openedAt: 'text',
    openedTime_s: 'long',
    closedTime_s: 'long?',
    submissions: 'amount',
    submittedUnits: 'amount',
    acceptedUnits: 'amount',
    txHash: 'text',
  },
  key: ['taskContract', 'task'],
});

export const TASK_TOKEN = keyed<TaskTokenRow>('task_token', {
  columns: {
    taskContract: 'text',
    task: 'text',
    token: 'text',
    budget: 'amount',
    baseReward: 'amount',
    bonusReward: 'amount',
    paidBase: 'amount',
    paidBonus: 'amount',
  },
  key: ['taskContract', 'task', 'token'],
});

export const CONTRIBUTION = keyed<ContributionRow>('contribution', {
  columns: {
    taskContract: 'text',
    task: 'text',
    contributor: 'text',
    contentHash: 'text',
    assetId: 'text',
    units: 'amount',
    source: 'text',
    tags: 'json',
    submittedAt: 'text',
    submittedTime_s: 'long',
    reviews: 'integer',
    reviewedTime_s: 'long?',
    reviewer: 'text?',
    acceptedUnits: 'amount?',
    scorePpm: 'long?',
    txHash: 'text',
  },
  key: ['taskContract', 'task', 'contributor', 'contentHash'],
});

export const REWARD = sums<RewardRow>('reward', {
  columns: {
    contributor: 'text',
    assetId: 'text',
    role: 'text',
    taskContract: 'text',
    task: 'text',
    token: 'text',
    part: 'text',
    mark_s: 'long',
    amount: 'amount',
  },
  key: ['contributor', 'assetId', 'role', 'taskContract', 'task', 'token', 'part', 'mark_s'],
  sums: ['amount'],
});
