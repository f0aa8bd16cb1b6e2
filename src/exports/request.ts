import { type AssetId, InvalidIdError, normalizeAssetId } from '../domain/ids.js';

export interface ExportRequest {
  readonly assetId: AssetId;
  readonly format: 'graphml' | 'csv';
  readonly direction: 'UP' | 'DOWN';
  readonly depth: number;
}

/** Deeper than any lineage that means something. */
const MAX_DEPTH = 1_000;
const EXAMPLE = '/lineage/eip155%3A8453%2Ferc721%3A0x...%2F42.graphml?direction=UP&depth=10';

/** Reads the address of an export. @returns one sentence where it is not one */
export function parseExport(url: string): ExportRequest | string {
  const [path = '', search = ''] = url.split('?', 2);
  const match = /^\/lineage\/(.+)\.(graphml|csv)$/.exec(path);
  if (!match) return `An export ends with .graphml or .csv, for example ${EXAMPLE}.`;
  const query = new URLSearchParams(search);
  const direction = (query.get('direction') ?? 'UP').toUpperCase();
  if (direction !== 'UP' && direction !== 'DOWN') return `"direction" is "${direction}": expected UP or DOWN.`;
  const depth = Number(query.get('depth') ?? MAX_DEPTH);
  if (!Number.isInteger(depth) || depth < 1 || depth > MAX_DEPTH) {
    return `"depth" is "${query.get('depth')}": expected a whole number from 1 to ${MAX_DEPTH}.`;
  }
  try {
    return {
      assetId: normalizeAssetId(decodeURIComponent(match[1]!)),
      format: match[2] as 'graphml' | 'csv',
      direction,
      depth,
    };
  } catch (error) {
    if (error instanceof InvalidIdError) return error.message;
    return `The asset id in the address is not URL-encoded: expected for example ${EXAMPLE}.`;
  }
}
