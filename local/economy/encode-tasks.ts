import { encodeFunctionData, pad, stringToHex } from 'viem';
import { contributionTasksAbi } from '../../contracts/generated/abis.js';
import { CONTRIBUTION_SOURCES, ROLES } from '../../src/domain/vocabulary.js';
import type { Account, Action, WorkDeed } from './actions.js';
import type { BothSides } from './contracts.js';

const tasks = { abi: contributionTasksAbi } as const;

/** What the contract of tasks is called for. */
export type TaskDeed = Exclude<WorkDeed, { do: 'appointTasks' }>;

/** The call of the tasks that carries out an action. */
export function encodeTaskCall(action: TaskDeed & Pick<Action, 'side'>, sides: BothSides): Account {
  const { tokens } = sides[action.side];
  switch (action.do) {
    case 'openTask':
      return encodeFunctionData({
        ...tasks,
        functionName: 'open',
        args: [
          {
            assetId: BigInt(action.asset.id),
            role: ROLES.indexOf(action.role),
            leastPpm: action.leastPpm,
            dailyUnits: action.dailyUnits,
            uri: action.uri,
          },
          action.rewards.map(({ token, ...amounts }) => ({ token: tokens[token], ...amounts })),
          action.reviewers,
        ],
      });
    case 'submit':
      return encodeFunctionData({
        ...tasks,
        functionName: 'submit',
        args: [
          BigInt(action.task),
          action.contentHash,
          action.units,
          CONTRIBUTION_SOURCES.indexOf(action.source),
          action.tags.map((tag) => pad(stringToHex(tag), { dir: 'right', size: 32 })),
        ],
      });
    case 'review': {
      const { task, contributor, contentHash } = action.submission;
      return encodeFunctionData({
        ...tasks,
        functionName: 'review',
        args: [BigInt(task), contributor, contentHash, action.acceptedUnits, action.scorePpm],
      });
    }
    case 'pay': {
      const { task, contributor, contentHash } = action.submission;
      return encodeFunctionData({ ...tasks, functionName: 'pay', args: [BigInt(task), contributor, contentHash] });
    }
    case 'closeTask':
      return encodeFunctionData({ ...tasks, functionName: 'close', args: [BigInt(action.task)] });
  }
}
