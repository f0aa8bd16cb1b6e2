import type { EventParams } from '@subsquid/evm-abi';
import { type Address, assetId, type Hex, taskId } from '../../../src/domain/ids.js';
import { CONTRIBUTION_SOURCES, REWARD_PARTS, ROLES } from '../../../src/domain/vocabulary.js';
import type { Mapping } from '../adapter.js';
import { displayText } from '../text.js';
import type { events } from './generated/ContributionTasks.js';
import { UnreadableLogError, word } from '../unreadable.js';
import { METER_MAPPINGS } from './usage-meter.js';

type Events = typeof events;
type Mappings = { readonly [K in keyof Events]?: Mapping<EventParams<Events[K]>> };

/** What the events of tasks mean; those that are missing mean nothing here. */
export const TASK_MAPPINGS = {
  TaskOpened: (event, log, block) => [
    {
      kind: 'TaskOpened',
      payload: {
        task: taskId(block.chain, log.contract, event.taskId),
        asset: assetId(block.chain, event.assetRegistry as Address, event.assetId),
        sponsor: event.sponsor as Address,
        role: word(ROLES, event.role, 'role'),
        tokens: rewardsOf(event),
      },
    },
  ],

  TaskClosed: (event, log, block) => [
    { kind: 'TaskClosed', payload: { task: taskId(block.chain, log.contract, event.taskId) } },
  ],

  ContributionSubmitted: (event, log, block) => [
    {
      kind: 'ContributionSubmitted',
      payload: {
        task: taskId(block.chain, log.contract, event.taskId),
        contributor: event.contributor as Address,
        contentHash: event.contentHash as Hex,
        units: event.units,
        source: word(CONTRIBUTION_SOURCES, event.source, 'source'),
        tags: event.tags.map(tagText),
      },
    },
  ],

  ContributionReviewed: (event, log, block) => [
    {
      kind: 'ContributionReviewed',
      payload: {
        task: taskId(block.chain, log.contract, event.taskId),
        contributor: event.contributor as Address,
        contentHash: event.contentHash as Hex,
        reviewer: event.reviewer as Address,
        acceptedUnits: event.acceptedUnits,
        scorePpm: event.scorePpm,
      },
    },
  ],

  RewardPaid: (event, log, block) => [
    {
      kind: 'RewardPaid',
      payload: {
        task: taskId(block.chain, log.contract, event.taskId),
        contributor: event.contributor as Address,
        token: event.token as Address,
        amount: event.amount,
        part: word(REWARD_PARTS, event.part, 'part'),
      },
    },
  ],

  TokenDescribed: METER_MAPPINGS.TokenDescribed,
} satisfies Mappings;

function rewardsOf({ tokens, budgets, baseRewards, bonusRewards }: EventParams<Events['TaskOpened']>) {
  const lengths = [tokens, budgets, baseRewards, bonusRewards].map(({ length }) => length);
  if (new Set(lengths).size > 1) throw new UnreadableLogError(`lists of ${lengths.join(', ')} entries`);
  return tokens.map((token, index) => ({
    token: token as Address,
    budget: budgets[index]!,
    baseReward: baseRewards[index]!,
    bonusReward: bonusRewards[index]!,
  }));
}

/** Text in a word, without the zeros that fill it up. */
function tagText(tag: string): string {
  const bytes = Buffer.from(tag.slice(2), 'hex');
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  return displayText(bytes.subarray(0, end).toString('utf8'));
}
