import { Badge, Tooltip } from '@mantine/core';
import { CHAIN_STATUS_WORDS, KIND_WORDS, STATUS_WORDS } from '../format/words.js';
import type { AssetKind, AssetStatus, ChainStatus } from '../generated/graphql.js';
import { useChainNames } from './chain-names.js';
import { BridgeIcon } from './icons.js';

/** A chain by its configured name; its CAIP-2 id in the tooltip. */
export function ChainBadge({ chain }: { chain: string }) {
  const { nameOf, colorOf } = useChainNames();
  return (
    <Tooltip label={chain}>
      <span className="chain-badge">
        <span className="dot" style={{ background: colorOf(chain) }} />
        {nameOf(chain)}
      </span>
    </Tooltip>
  );
}

/** A chain as a coloured dot alone, for places with many; its name in the tooltip and for screen readers. */
export function ChainDot({ chain }: { chain: string }) {
  const { nameOf, colorOf } = useChainNames();
  return (
    <Tooltip label={nameOf(chain)}>
      <span className="dot inline" role="img" aria-label={nameOf(chain)} style={{ background: colorOf(chain) }} />
    </Tooltip>
  );
}

const KIND_COLORS: Record<AssetKind, string> = {
  DATASET: 'teal',
  MODEL: 'indigo',
  AGENT: 'grape',
  COMPUTE: 'orange',
  OTHER: 'gray',
};

/** What an asset is; an id that is only named by others has no kind yet. */
export function KindBadge({ kind }: { kind: AssetKind | null | undefined }) {
  return (
    <Badge variant="light" color={kind ? KIND_COLORS[kind] : 'gray'} size="sm" radius="sm" className="badge">
      {kind ? KIND_WORDS[kind] : 'Not registered'}
    </Badge>
  );
}

const STATUS_COLORS: Record<AssetStatus, string> = { ACTIVE: 'green', DISPUTED: 'red', RETIRED: 'gray' };

export function StatusBadge({ status }: { status: AssetStatus }) {
  return (
    <Badge variant="light" color={STATUS_COLORS[status]} size="sm" radius="sm" className="badge">
      {STATUS_WORDS[status]}
    </Badge>
  );
}

const CHAIN_STATUS_COLORS: Record<ChainStatus, string> = {
  FOLLOWING: 'green',
  CATCHING_UP: 'blue',
  STALLED: 'orange',
  HALTED: 'red',
};

export function ChainStatusBadge({ status, reason }: { status: ChainStatus; reason?: string | null }) {
  const badge = (
    <Badge variant="light" color={CHAIN_STATUS_COLORS[status]} size="sm" radius="sm" className="badge">
      {CHAIN_STATUS_WORDS[status]}
    </Badge>
  );
  return reason ? <Tooltip label={reason}>{badge}</Tooltip> : badge;
}

/** Marks money or a link that leaves the chain it is on. */
export function CrossChainMark({ title = 'Crosses chains' }: { title?: string }) {
  return (
    <Tooltip label={title}>
      <span className="cross-chain" role="img" aria-label={title}>
        <BridgeIcon />
      </span>
    </Tooltip>
  );
}
