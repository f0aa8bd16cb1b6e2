import type { CanonicalPayloads } from '../events/canonical.js';
import { PPM } from '../vocabulary.js';
import { anomaly } from './anomalies.js';
import { nameAccount, since, type EventContext } from './context.js';

/** From here on a usage contract takes this fee, for this treasury, and holds its money in this vault. */
export function feeSet(context: EventContext, event: CanonicalPayloads['FeeSet']): void {
  const { usageContract, feePpm, treasury, vault } = event;
  if (feePpm > Number(PPM)) {
    anomaly(context, 'FEE_ABOVE_ONE', `${usageContract} sets a fee of ${feePpm} ppm; refused.`, null);
    return;
  }
  const row = { usageContract, feePpm, treasury, vault };
  nameAccount(context, treasury);
  context.state.fees.put(row);
  context.state.feeHistory.append(Object.assign(since(context), row));
}
