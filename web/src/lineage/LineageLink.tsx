import { memo } from 'react';
import { readablePpm } from '../format/amount.js';
import { POLICY_WORDS, RELATION_WORDS } from '../format/words.js';
import type { PlacedLink } from './layout.js';

interface Props {
  link: PlacedLink;
  /** Prefix of the arrow heads' ids. */
  arrows: string;
  /** One of its ends is pointed at. */
  strong: boolean;
}

const kindOf = (link: PlacedLink): string => (link.crossesChains ? 'crossing' : 'plain');

/** A link from child to parent, the way royalties flow. */
export const LineageLink = memo(function LineageLink({ link, arrows, strong }: Props) {
  return (
    <path
      className={`lineage-link ${kindOf(link)}`}
      d={link.path}
      markerEnd={`url(#${arrows}${kindOf(link)})`}
      data-strong={strong || undefined}
      data-testid="lineage-link"
    />
  );
});

const LETTER_WIDTH = 6;

/** A link's relation and rate, drawn above all lines. */
export const LineageLabel = memo(function LineageLabel({ link }: { link: PlacedLink }) {
  const relation = RELATION_WORDS[link.relation];
  const rate = readablePpm(link.royaltyPpm);
  const second = `${rate}${link.policy === 'ABSOLUTE' ? ' abs.' : ''}${link.belowTerms ? ' ⚠ terms' : ''}`;
  const width = Math.max(relation.length, second.length) * LETTER_WIDTH + 8;
  return (
    <g transform={`translate(${link.labelX},${link.labelY})`} className="lineage-label">
      <title>
        {`${relation}, ${rate} ${POLICY_WORDS[link.policy]} royalty`}
        {link.crossesChains ? ', crosses chains' : ''}
        {link.belowTerms ? ', below the parent’s terms' : ''}
      </title>
      <rect x={-width / 2} y={-15} width={width} height={30} rx={4} />
      <text y={-3}>{relation}</text>
      <text y={10} className="rate">
        {second}
      </text>
    </g>
  );
});
