import type { AssetView } from '../read-models/assets/queries.js';
import type { LineageLevel } from '../read-models/lineage/levels.js';

/** What an attribute of a node or an edge is called and what type it has. */
const KEYS = [
  ['node', 'name', 'string'],
  ['node', 'kind', 'string'],
  ['node', 'status', 'string'],
  ['node', 'owner', 'string'],
  ['node', 'chain', 'string'],
  ['node', 'depth', 'int'],
  ['edge', 'relation', 'string'],
  ['edge', 'royaltyPpm', 'int'],
  ['edge', 'policy', 'string'],
  ['edge', 'since', 'string'],
] as const;

/** A lineage as GraphML, piece by piece: edges go from child to parent, ids are CAIP-19. */
export async function* lineageGraphml(
  levels: AsyncIterable<LineageLevel>,
  assetsOf: (assetIds: readonly string[]) => Promise<ReadonlyMap<string, AssetView>>,
): AsyncGenerator<string, void> {
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n`;
  for (const [on, name, type] of KEYS) {
    yield `  <key id="${name}" for="${on}" attr.name="${name}" attr.type="${type}"/>\n`;
  }
  yield `  <graph edgedefault="directed">\n`;
  for await (const { depth, assetIds, links } of levels) {
    const assets = await assetsOf(assetIds);
    yield assetIds.map((assetId) => node(assetId, depth, assets.get(assetId))).join('');
    yield links
      .map((link) =>
        element('edge', `source="${escapeXml(link.child)}" target="${escapeXml(link.parent)}"`, {
          relation: link.relation,
          royaltyPpm: link.royaltyPpm,
          policy: link.policy,
          since: new Date(link.time_s * 1000).toISOString(),
        }),
      )
      .join('');
  }
  yield `  </graph>\n</graphml>\n`;
}

function node(assetId: string, depth: number, asset: AssetView | undefined): string {
  return element('node', `id="${escapeXml(assetId)}"`, {
    name: asset?.name ?? undefined,
    kind: asset?.kind ?? undefined,
    status: asset?.registered ? asset.status : undefined,
    owner: asset?.owner ?? undefined,
    chain: assetId.slice(0, assetId.indexOf('/')),
    depth,
  });
}

function element(tag: string, attributes: string, data: Record<string, string | number | undefined>): string {
  const inner = Object.entries(data)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `<data key="${key}">${escapeXml(String(value))}</data>`);
  return `    <${tag} ${attributes}>${inner.join('')}</${tag}>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML can hold it: names come from chains, and some characters have no place in XML at all. */
export function escapeXml(text: string): string {
  return (
    text
      .replace(/[&<>"]/g, (character) => ENTITIES[character]!)
      // eslint-disable-next-line no-control-regex -- these are the ones
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  );
}
