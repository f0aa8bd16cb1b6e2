import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { type ContributionView, listContributions } from '../../read-models/tasks/contributions.js';
import { listTasks, type TaskView } from '../../read-models/tasks/queries.js';
import { Asset } from '../assets/asset.type.js';
import { loadAsset } from '../assets/present.js';
import { asOf } from '../chains/present.js';
import { eventCursor, eventKey } from '../paging/event-key.js';
import { pageSize, toPage } from '../paging/page.js';
import { AFTER, FIRST, optionalAddress, optionalAsset, optionalChain, searchText } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { withToken } from '../tokens/present.js';
import { Contribution, ContributionConnection, Task, TaskConnection, TaskReward } from './task.type.js';

const TASKS = 'tasks';
const CONTRIBUTIONS = 'contributions';
const CHAIN = { name: 'chain', type: () => String, nullable: true, description: 'Only this chain: its CAIP-2 id.' };
const ASSET = { name: 'asset', type: () => ID, nullable: true, description: 'Only of this asset: its CAIP-19 id.' };
const CONTRACT = { name: 'contract', type: () => String, nullable: true, description: 'Only of this contract.' };
const TASK = { name: 'task', type: () => String, nullable: true, description: 'Only of this task: its id.' };

@Resolver(() => Task)
export class TasksResolver {
  @Query(() => TaskConnection, { description: 'Tasks, newest first.' })
  async tasks(
    @Args(CHAIN) chain: string | null,
    @Args(ASSET) asset: string | null,
    @Args(CONTRACT) contract: string | null,
    @Args(TASK) task: string | null,
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Context() context: RequestContext,
  ): Promise<TaskConnection> {
    const size = pageSize(first);
    const place = placeOf(chain, contract, task);
    const by = { ...place, assetId: optionalAsset(asset) };
    const rows = await listTasks(context.db, by, eventKey(TASKS, after), size + 1);
    const cursorOf = (row: TaskView) => eventCursor(TASKS, row.opened_s, row.openedAt);
    const page = await toPage(rows, size, after, cursorOf, (row) => presentTask(context, row));
    return { ...page, asOf: await asOf(context) };
  }

  @ResolveField(() => Asset, { description: 'What it is work for.' })
  asset(@Parent() task: Task, @Context() context: RequestContext): Promise<Asset> {
    return loadAsset(context, task.assetId);
  }
}

@Resolver(() => Contribution)
export class ContributionsResolver {
  @Query(() => ContributionConnection, { description: 'Work handed in for tasks, newest first.' })
  async contributions(
    @Args({ name: 'contributor', type: () => String, nullable: true, description: 'Only by this address.' })
    contributor: string | null,
    @Args(ASSET) asset: string | null,
    @Args(CHAIN) chain: string | null,
    @Args(CONTRACT) contract: string | null,
    @Args(TASK) task: string | null,
    @Args(FIRST()) first: number | null,
    @Args(AFTER) after: string | null,
    @Context() context: RequestContext,
  ): Promise<ContributionConnection> {
    const size = pageSize(first);
    const place = placeOf(chain, contract, task);
    const by = { ...place, contributor: optionalAddress(contributor), assetId: optionalAsset(asset) };
    const rows = await listContributions(context.db, by, eventKey(CONTRIBUTIONS, after), size + 1);
    const cursorOf = (row: ContributionView) => eventCursor(CONTRIBUTIONS, row.submitted_s, row.submittedAt);
    return { ...(await toPage(rows, size, after, cursorOf, presentContribution)), asOf: await asOf(context) };
  }

  @ResolveField(() => Asset, { description: 'What it is work for.' })
  asset(@Parent() contribution: Contribution, @Context() context: RequestContext): Promise<Asset> {
    return loadAsset(context, contribution.assetId);
  }
}

function placeOf(chain: string | null, contract: string | null, task: string | null) {
  const id = task == null ? null : searchText('task', task);
  return { chainId: optionalChain(chain), taskContract: optionalAddress(contract), task: id };
}

async function presentTask(context: RequestContext, view: TaskView): Promise<Task> {
  const { chainId, taskContract: contract, opened_s: opened, closed_s: closed, tokens, ...rest } = view;
  const rewards = tokens.map(async ({ token, ...amounts }) => {
    return Object.assign(new TaskReward(), {
      ...amounts,
      token: (await withToken(context, chainId, token, amounts.budget)).token,
    });
  });
  const place = { chain: `eip155:${chainId}`, contract };
  return Object.assign(new Task(), { ...rest, ...place, opened, closed, rewards: await Promise.all(rewards) });
}

function presentContribution(view: ContributionView): Contribution {
  const { chainId, taskContract: contract, submitted_s: submitted, reviewed_s: reviewed, tags, ...rest } = view;
  const place = { chain: `eip155:${chainId}`, contract };
  return Object.assign(new Contribution(), { ...rest, ...place, submitted, reviewed, tags: [...tags] });
}
