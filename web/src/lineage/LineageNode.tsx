import { memo, type MouseEvent } from 'react';
import { shortAssetId } from '../format/ids.js';
import { KIND_WORDS } from '../format/words.js';
import { assetUrl } from '../url.js';
import { NODE_HEIGHT, NODE_WIDTH, type PlacedNode } from './layout.js';

interface Props {
  node: PlacedNode;
  isRoot: boolean;
  chainName: string;
  chainColor: string;
  onPoint: (id: string | null) => void;
  /** Asks for a node that got the focus by keyboard to be brought into sight. */
  onReveal: (node: PlacedNode) => void;
  onOpen: (node: PlacedNode) => void;
}

const NAME_LETTERS = 27;
const CHAIN_LETTERS = 18;

const cut = (text: string, letters: number) => (text.length > letters ? `${text.slice(0, letters - 1)}…` : text);

/** An asset in the drawing: a link named by what it is, marked with the colour of its chain. */
export const LineageNode = memo(function LineageNode(props: Props) {
  const { node, isRoot, chainName, chainColor, onPoint, onReveal, onOpen } = props;
  const name = node.name?.trim() || shortAssetId(node.id);
  const kind = node.kind ? KIND_WORDS[node.kind] : 'Not registered';
  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen(node);
  };
  return (
    <g transform={`translate(${node.x - NODE_WIDTH / 2},${node.y - NODE_HEIGHT / 2})`}>
      <title>{`${name}\n${node.id}`}</title>
      <a
        href={assetUrl(node.id)}
        onClick={open}
        onFocus={(event) => {
          onPoint(node.id);
          if (event.currentTarget.matches(':focus-visible')) onReveal(node);
        }}
        onBlur={() => onPoint(null)}
        onPointerEnter={() => onPoint(node.id)}
        onPointerLeave={() => onPoint(null)}
        draggable={false}
        className="lineage-node"
        data-root={isRoot || undefined}
        data-testid="lineage-node"
        aria-current={isRoot ? 'page' : undefined}
      >
        <rect className="box" width={NODE_WIDTH} height={NODE_HEIGHT} rx={7} />
        <path className="stripe" d={`M7,0a7,7 0 0 0 -7,7v${NODE_HEIGHT - 14}a7,7 0 0 0 7,7z`} fill={chainColor} />
        <text x={15} y={19} className="name">
          {cut(name, NAME_LETTERS)}
        </text>{' '}
        <text x={15} y={36} className="what">
          {kind} · {cut(chainName, CHAIN_LETTERS)}
        </text>
      </a>
    </g>
  );
});
