import type { Link, LinkHistoryRow } from '../../domain/ledger/state.js';
import type { AssetId } from '../../domain/ids.js';
import type { Position } from '../../domain/position.js';
import { history, keyed } from '../../fold/table.js';

/** A current link, as the child's chain has it: what walks up and down the lineage read. */
export interface LineageEdgeRow extends Omit<Link, 'parentNamedAt'> {
  child: AssetId;
  /** Place among the child's links, oldest first, from 0. */
  rank: number;
  /** The event that set it last. */
  position: Position;
  time_s: number;
}

export const LINEAGE_EDGE = keyed<LineageEdgeRow>('lineage_edge', {
  columns: {
    child: 'text',
    parent: 'text',
    relation: 'text',
    royaltyPpm: 'long',
    policy: 'text',
    rank: 'integer',
    position: 'text',
    time_s: 'long',
  },
  key: ['child', 'parent'],
});

export const LINK_HISTORY = history<LinkHistoryRow>('link_history', {
  columns: {
    assetId: 'text',
    position: 'text',
    time_s: 'long',
    rank: 'integer',
    parent: 'text',
    relation: 'text',
    royaltyPpm: 'long',
    policy: 'text',
    parentNamedAt: 'text',
  },
  key: ['assetId', 'position', 'parent'],
  position: 'position',
});
