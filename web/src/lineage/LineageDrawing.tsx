import { ActionIcon, Tooltip } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useId, useMemo, useRef, useState } from 'react';
import { useChainNames } from '../components/chain-names.js';
import { FitIcon, MinusIcon, PlusIcon } from '../components/icons.js';
import { assetUrl } from '../url.js';
import { LineageLink } from './LineageLink.js';
import { LineageNode } from './LineageNode.js';
import type { Graph } from './graph.js';
import { placeGraph } from './layout.js';
import { useViewport } from './use-viewport.js';

const MIN_HEIGHT = 220;
const MAX_HEIGHT = 560;

/** The lineage as a layered drawing, parents to the left. Nodes are links; drag, pinch, keys and buttons move it. */
export function LineageDrawing({ graph }: { graph: Graph }) {
  const placed = useMemo(() => placeGraph(graph), [graph]);
  const rootPlace = useMemo(
    () => placed.nodes.find((node) => node.id === graph.root) ?? { x: 0, y: 0 },
    [placed, graph.root],
  );
  const frame = useRef<HTMLDivElement>(null);
  const arrows = useId();
  const navigate = useNavigate();
  const { nameOf, colorOf } = useChainNames();
  const [pointed, setPointed] = useState<string | null>(null);
  const { view, dragging, fit, zoomIn, zoomOut, reveal, handlers } = useViewport(frame, placed, rootPlace);
  const height = Math.min(MAX_HEIGHT, Math.max(MIN_HEIGHT, placed.height + 20));

  return (
    <div className="lineage">
      <div
        ref={frame}
        className="lineage-frame"
        style={{ height }}
        data-dragging={dragging || undefined}
        role="group"
        aria-label={`Lineage graph of ${graph.nodes.length} assets and ${graph.links.length} links. Arrow keys move it, plus and minus zoom, tab goes through the assets.`}
        tabIndex={0}
        {...handlers}
      >
        <svg width="100%" height="100%" data-testid="lineage-graph">
          <defs>
            {['plain', 'crossing'].map((name) => (
              <marker
                key={name}
                id={`${arrows}${name}`}
                className={`lineage-arrow ${name}`}
                viewBox="0 0 8 8"
                refX="7.5"
                refY="4"
                markerWidth="7"
                markerHeight="7"
                orient="auto-start-reverse"
              >
                <path d="M0.5,0.5L7.5,4L0.5,7.5Z" />
              </marker>
            ))}
          </defs>
          <g transform={`translate(${view.x},${view.y}) scale(${view.scale})`}>
            {placed.links.map((link) => (
              <LineageLink
                key={link.key}
                link={link}
                arrows={arrows}
                labelled={placed.labelled || pointed === link.child || pointed === link.parent}
                strong={pointed === link.child || pointed === link.parent}
              />
            ))}
            {placed.nodes.map((node) => (
              <LineageNode
                key={node.id}
                node={node}
                isRoot={node.id === graph.root}
                chainName={nameOf(node.chain)}
                chainColor={colorOf(node.chain)}
                onPoint={setPointed}
                onFocus={() => reveal(node)}
                onOpen={() => {
                  if (!dragging) void navigate({ to: assetUrl(node.id) });
                }}
              />
            ))}
          </g>
        </svg>
      </div>
      <div className="lineage-buttons">
        <ZoomButton label="Zoom in" onClick={zoomIn} icon={<PlusIcon />} />
        <ZoomButton label="Zoom out" onClick={zoomOut} icon={<MinusIcon />} />
        <ZoomButton label="Show all" onClick={fit} icon={<FitIcon />} />
      </div>
    </div>
  );
}

function ZoomButton({ label, onClick, icon }: { label: string; onClick: () => void; icon: React.ReactNode }) {
  return (
    <Tooltip label={label} position="left">
      <ActionIcon variant="default" size="md" onClick={onClick} aria-label={label}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
