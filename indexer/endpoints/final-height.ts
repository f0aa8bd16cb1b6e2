/**
 * The height up to which history is read, `finality` blocks below the head. Of several endpoints the
 * lower one in the middle is believed: neither one that runs ahead nor one that lags decides.
 * @returns undefined when nobody answered
 */
export function finalHeight(heads: readonly number[], finality: number): number | undefined {
  if (heads.length === 0) return undefined;
  const sorted = [...heads].sort((a, b) => a - b);
  return Math.max(0, sorted[Math.floor((sorted.length - 1) / 2)]! - finality);
}
