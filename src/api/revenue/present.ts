import type { RevenueCell } from '../../read-models/revenue/queries.js';
import { UserInputError } from '../errors/user-input.js';
import type { RequestContext } from '../request/request-context.js';
import { withToken } from '../tokens/present.js';
import { summedValue } from '../values/present.js';
import { RevenuePoint, RevenueRow } from './revenue.type.js';

/** Cells of one answer at most: a chart shows hundreds, a table of ten thousand is an export. */
export const MAX_CELLS = 10_000;

/** @throws UserInputError when there are more cells than one answer holds */
export function checkCells<T>(cells: readonly T[]): readonly T[] {
  if (cells.length > MAX_CELLS) {
    throw new UserInputError(
      `More than ${MAX_CELLS} rows: ask for a longer bucket, or for less time with "from" and "to".`,
    );
  }
  return cells;
}

/** A cell of one asset's revenue as the schema shows it. */
export async function presentPoint(context: RequestContext, cell: RevenueCell): Promise<RevenuePoint> {
  const view = await context.loaders.tokens.load({ chainId: cell.chainId, address: cell.token });
  return Object.assign(new RevenuePoint(), {
    value: summedValue(cell.usdE18, cell.gross, cell.unpricedGross, view),
    start: cell.start_s,
    end: cell.end_s,
    usages: cell.usages,
    units: cell.units,
    gross: cell.gross,
    fee: cell.fee,
    circularGross: cell.circularGross,
    ...(await withToken(context, cell.chainId, cell.token, cell.gross)),
  });
}

/** A cell of a revenue table as the schema shows it. */
export async function presentRow(context: RequestContext, cell: RevenueCell): Promise<RevenueRow> {
  const view = await context.loaders.tokens.load({ chainId: cell.chainId, address: cell.token });
  const { usdE18, feeUsdE18, gross, fee, unpricedGross, unpricedFee } = cell;
  const net = { usdE18: usdE18 - feeUsdE18, amount: gross - fee, missing: unpricedGross - unpricedFee };
  return Object.assign(new RevenueRow(), {
    value: summedValue(usdE18, gross, unpricedGross, view),
    protocolValue: summedValue(feeUsdE18, fee, unpricedFee, view),
    contributorValue: summedValue(net.usdE18, net.amount, net.missing, view),
    key: cell.key,
    label: cell.label,
    start: cell.start_s,
    end: cell.end_s,
    chain: `eip155:${cell.chainId}`,
    usages: cell.usages,
    gross: cell.gross,
    protocolRevenue: cell.fee,
    contributorRevenue: cell.gross - cell.fee,
    circularUsages: cell.circularUsages,
    circularGross: cell.circularGross,
    circularProtocolRevenue: cell.circularFee,
    circularContributorRevenue: cell.circularGross - cell.circularFee,
    ...(await withToken(context, cell.chainId, cell.token, cell.gross)),
  });
}
