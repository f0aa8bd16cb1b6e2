import { useNavigate } from '@tanstack/react-router';
import { memo, useCallback, useId, useState } from 'react';
import { useChainNames } from '../components/chain-names.js';
import { assetUrl } from '../url.js';
import { LineageLabel, LineageLink } from './LineageLink.js';
import { LineageNode } from './LineageNode.js';
import type { Placed, PlacedLink, PlacedNode } from './layout.js';

interface Props {
  placed: Placed;
  /** Id of the asset that the page is about. */
  root: string;
  /** True while the drawing is being moved, so that letting go opens nothing. */
  isDragged: () => boolean;
  onReveal: (node: PlacedNode) => void;
}

/** What is drawn, whatever part of it is seen: moving the view draws none of it again. */
export const LineageScene = memo(function LineageScene({ placed, root, isDragged, onReveal }: Props) {
  const arrows = useId();
  const navigate = useNavigate();
  const { nameOf, colorOf } = useChainNames();
  const [pointed, setPointed] = useState<string | null>(null);
  const open = useCallback(
    (node: PlacedNode) => {
      if (!isDragged()) void navigate({ to: assetUrl(node.id) });
    },
    [isDragged, navigate],
  );
  const isStrong = (link: PlacedLink) => pointed === link.child || pointed === link.parent;
  const labelled = placed.links.filter((link) => placed.labelled || isStrong(link));
  return (
    <>
      <defs>
        <Arrow id={`${arrows}plain`} kind="plain" />
        <Arrow id={`${arrows}crossing`} kind="crossing" />
      </defs>
      {placed.links.map((link) => (
        <LineageLink key={link.key} link={link} arrows={arrows} strong={isStrong(link)} />
      ))}
      {labelled.map((link) => (
        <LineageLabel key={link.key} link={link} />
      ))}
      {placed.nodes.map((node) => (
        <LineageNode
          key={node.id}
          node={node}
          isRoot={node.id === root}
          chainName={nameOf(node.chain)}
          chainColor={colorOf(node.chain)}
          onPoint={setPointed}
          onReveal={onReveal}
          onOpen={open}
        />
      ))}
    </>
  );
});

function Arrow({ id, kind }: { id: string; kind: string }) {
  return (
    <marker
      id={id}
      className={`lineage-arrow ${kind}`}
      viewBox="0 0 8 8"
      refX="7.5"
      refY="4"
      markerWidth="7"
      markerHeight="7"
      orient="auto-start-reverse"
    >
      <path d="M0.5,0.5L7.5,4L0.5,7.5Z" />
    </marker>
  );
}
