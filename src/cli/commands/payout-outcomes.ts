import type { LoweredLeaf, RootComparison } from '../../payouts/differences.js';
import type { Publication } from '../../payouts/publish.js';
import { renderTable, renderTime } from '../table.js';

/** Differences that are shown one by one. */
const SHOWN = 20;

/** Who would be granted less than by the root before, most first; one sentence where that is not known. */
export function renderLowered({ epoch, lowered, isUnchecked }: RootComparison): string {
  if (isUnchecked) return `The service has not looked at epoch ${epoch} yet: its leaves are known once it has.`;
  if (!lowered) return `The leaves of epoch ${epoch} are not known, so nobody can tell who would be granted less.`;
  const taken = ({ published, amount }: LoweredLeaf): bigint => published - amount;
  const rows = [...lowered]
    .sort((a, b) => (taken(a) > taken(b) ? -1 : 1))
    .slice(0, SHOWN)
    .map(({ contributor, token, published, amount }) => [contributor, token, String(published), String(amount)]);
  const table = renderTable([['CONTRIBUTOR', 'TOKEN', `EPOCH ${epoch}`, 'NOW'], ...rows]);
  const more = lowered.length > SHOWN ? `\nand ${lowered.length - SHOWN} more` : '';
  return `Granted less than by epoch ${epoch}:\n${table}${more}`;
}

/** What became of a root, in one sentence. */
export function sentenceOf({ outcome, epoch, activeFrom_s, txHash }: Publication): string {
  const active = renderTime(activeFrom_s);
  if (outcome === 'UNCHANGED') return `Epoch ${epoch} says the same already; it is active from ${active}.`;
  if (outcome === 'PENDING')
    return `Epoch ${epoch} is active only from ${active}; --replace takes its place before that.`;
  return `Published as epoch ${epoch} by ${txHash}; it is active from ${active}.`;
}
