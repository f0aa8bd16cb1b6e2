import { homeChain, type AssetId } from '../../domain/ids.js';
import { parsePosition, type Position } from '../../domain/position.js';
import type { UsageView } from '../../read-models/usages/queries.js';
import type { Connection } from '../paging/connection.js';
import { decodeCursor, encodeCursor } from '../paging/cursor.js';
import { toPage } from '../paging/page.js';
import type { RequestContext } from '../request/request-context.js';
import { withToken } from '../tokens/present.js';
import { usageValue } from '../values/present.js';
import { Usage } from './usage.type.js';

/** A usage as the schema shows it. */
export async function presentUsage(context: RequestContext, view: UsageView): Promise<Usage> {
  return Object.assign(new Usage(), {
    id: `usage:${view.position}`,
    assetId: view.assetId,
    position: view.position,
    chain: `eip155:${view.chainId}`,
    consumer: view.consumer,
    application: view.application,
    operation: view.operation,
    units: view.units,
    amount: view.amount,
    fee: view.fee,
    executor: view.executor,
    receiptId: view.receiptId,
    parentReceiptId: view.parentReceiptId,
    status: view.status,
    hold: view.hold && { ...view.hold, decidedTime: view.hold.decidedTime_s },
    settlement: view.settlement,
    circular: view.circular,
    value: usageValue(view),
    time: view.time_s,
    blockNumber: parsePosition(view.position as Position).block,
    txHash: view.txHash,
    usageContract: view.usageContract,
    vault: view.vault,
    crossesChains: homeChain(view.assetId as AssetId) !== view.chainId,
    ...(await withToken(context, view.chainId, view.token, view.amount)),
  });
}

const LIST = 'usages';

/** Where a list of usages goes on. @throws UserInputError */
export function usageKey(after: string | null | undefined): [number, string] | null {
  return after == null ? null : decodeCursor<[number, string]>(after, LIST, ['number', 'digits']);
}

/** A page of usages from one row more than it may hold. */
export function usagePage(
  context: RequestContext,
  rows: readonly UsageView[],
  size: number,
  after: string | null | undefined,
): Promise<Connection<Usage>> {
  const cursorOf = (row: UsageView) => encodeCursor(LIST, [row.time_s, row.position]);
  return toPage(rows, size, after, cursorOf, (row) => presentUsage(context, row));
}
