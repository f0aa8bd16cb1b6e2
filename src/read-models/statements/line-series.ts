import { addWorth, worthAt, type ScaledWorth, type UsdRate } from '../../domain/value/rate.js';

/** What is added up of a line, at each of the marks. */
export interface LineSeries {
  readonly accrued: readonly bigint[];
  /**
   * What was worth what has grown since the first mark; where one rate was in force all the time, that rate says it,
   * and nothing is made for each mark.
   */
  readonly worths: UsdRate | readonly ScaledWorth[];
}

/** What was worth what had grown between the first mark and another. */
export function worthBy({ accrued, worths }: LineSeries, index: number): ScaledWorth {
  return 'usdScaled' in worths ? worthAt(accrued[index]! - accrued[0]!, worths) : worths[index]!;
}

/** Series over the same marks that are being added up. */
export class SeriesSum implements LineSeries {
  readonly accrued: bigint[];
  worths: UsdRate | ScaledWorth[];

  constructor({ accrued, worths }: LineSeries) {
    this.accrued = [...accrued];
    this.worths = 'usdScaled' in worths ? worths : [...worths];
  }

  add(more: LineSeries): void {
    if (more.worths !== this.worths)
      this.worths = this.accrued.map((_, j) => addWorth(worthBy(this, j), worthBy(more, j)));
    for (let j = 0; j < this.accrued.length; j++) this.accrued[j]! += more.accrued[j]!;
  }
}
