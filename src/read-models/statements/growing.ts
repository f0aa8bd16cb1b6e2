import { addWorth, worthAt, WORTHLESS, type ScaledWorth, type UsdRate } from '../../domain/value/rate.js';

/** What grows interval by interval, as it was at each of some marks. */
export class Growing {
  private units = 0n;
  private worth = WORTHLESS;
  /** Units that grew by one rate and are not yet in `worth`: of many intervals in a row there is one product. */
  private unvalued = 0n;
  private rate: UsdRate | undefined;
  readonly accrued: bigint[] = [];
  /** Of what has grown since the first of the marks. */
  readonly worths: ScaledWorth[] = [];

  /** @param before how many of the marks have passed already */
  constructor(before = 0) {
    for (let j = 0; j < before; j++) this.mark();
  }

  /** @param rate of the interval; none where it is not to be valued, or was before the first mark */
  grow(units: bigint, rate: UsdRate | undefined): void {
    this.units += units;
    if (!rate) return;
    if (rate !== this.rate) {
      this.value();
      this.rate = rate;
    }
    this.unvalued += units;
  }

  mark(): void {
    this.value();
    this.accrued.push(this.units);
    this.worths.push(this.worth);
  }

  private value(): void {
    if (this.unvalued === 0n) return;
    this.worth = addWorth(this.worth, worthAt(this.unvalued, this.rate!));
    this.unvalued = 0n;
  }
}
