import { readablePpm } from '../format/amount.js';
import { POLICY_WORDS, RELATION_WORDS } from '../format/words.js';
import type { PlacedLink } from './layout.js';

interface Props {
  link: PlacedLink;
  /** Prefix of the arrow heads' ids. */
  arrows: string;
  labelled: boolean;
  /** One of its ends is pointed at. */
  strong: boolean;
}

/** A link from child to parent, the way royalties flow, with its relation and rate. */
export function LineageLink({ link, arrows, labelled, strong }: Props) {
  const kind = link.crossesChains ? 'crossing' : 'plain';
  const rate = readablePpm(link.royaltyPpm);
  const relation = RELATION_WORDS[link.relation];
  const width = Math.max(relation.length, rate.length) * 6 + 8;
  return (
    <g className={`lineage-link ${kind}`} data-strong={strong || undefined} data-testid="lineage-link">
      <title>
        {`${relation}, ${rate} ${POLICY_WORDS[link.policy]} royalty`}
        {link.crossesChains ? ', crosses chains' : ''}
        {link.belowTerms ? ', below the parent’s terms' : ''}
      </title>
      <path d={link.path} markerEnd={`url(#${arrows}${kind})`} />
      {labelled ? (
        <g transform={`translate(${link.labelX},${link.labelY})`} className="lineage-label">
          <rect x={-width / 2} y={-15} width={width} height={30} rx={4} />
          <text y={-3}>{relation}</text>
          <text y={10} className="rate">
            {rate}
            {link.policy === 'ABSOLUTE' ? ' abs.' : ''}
            {link.belowTerms ? ' ⚠ terms' : ''}
          </text>
        </g>
      ) : null}
    </g>
  );
}
