import { ActionIcon, Tooltip } from '@mantine/core';
import { useCallback, useMemo, useRef, type ReactNode } from 'react';
import { FitIcon, MinusIcon, PlusIcon } from '../components/icons.js';
import type { Graph } from './graph.js';
import { LineageScene } from './LineageScene.js';
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
  const { view, dragging, fit, zoomIn, zoomOut, reveal, handlers } = useViewport(frame, placed, rootPlace);
  const isDragged = useCallback(() => frame.current?.dataset.dragging !== undefined, []);
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
          <g transform={`translate(${view.x},${view.y}) scale(${view.scale})`}>
            <LineageScene placed={placed} root={graph.root} isDragged={isDragged} onReveal={reveal} />
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

function ZoomButton({ label, onClick, icon }: { label: string; onClick: () => void; icon: ReactNode }) {
  return (
    <Tooltip label={label} position="left">
      <ActionIcon variant="default" size="md" onClick={onClick} aria-label={label}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
