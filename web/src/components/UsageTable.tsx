import type { ReactNode } from 'react';
import { OPERATION_WORDS } from '../format/words.js';
import { graphql } from '../generated/index.js';
import { type UsageLineFragment } from '../generated/graphql.js';
import { ChainBadge, CrossChainMark } from './badges.js';
import { DataTable, type Column } from './DataTable.js';
import { AddressLink, AssetLink, UsageLink } from './links.js';
import { TimeAgo } from './TimeAgo.js';
import { TokenAmount } from './TokenAmount.js';
import { UsdValue } from './UsdValue.js';

/** What a line about a usage needs. */
export const UsageLine = graphql(`
  fragment UsageLine on Usage {
    id
    position
    chain
    operation
    units
    amount
    consumer
    status
    time
    crossesChains
    value {
      usd
      missing
      reason
      derived
    }
    token {
      id
      address
      symbol
      decimals
    }
    asset {
      id
      name
    }
  }
`);

type Row = UsageLineFragment;

function Operation({ row }: { row: Row }) {
  return (
    <span className="nowrap">
      <UsageLink id={row.id}>{OPERATION_WORDS[row.operation]}</UsageLink>{' '}
      {row.crossesChains ? <CrossChainMark title="Paid on another chain than the asset's own" /> : null}
      {row.status === 'SETTLED' ? null : <span className="muted"> {row.status.toLowerCase()}</span>}
    </span>
  );
}

const COLUMNS: Record<string, Column<Row>> = {
  time: { head: 'When', cell: (row) => <TimeAgo time={row.time} /> },
  operation: { head: 'Operation', wide: true, cell: (row) => <Operation row={row} /> },
  asset: {
    head: 'Asset',
    cell: (row) => (
      <>
        <AssetLink asset={row.asset} />
        <div className="narrow-only">
          <Operation row={row} />
        </div>
      </>
    ),
  },
  amount: {
    head: 'Paid',
    numeric: true,
    cell: (row) => (
      <>
        <TokenAmount token={row.token} amount={row.amount} />
        <div>
          <UsdValue value={row.value} />
        </div>
      </>
    ),
  },
  consumer: { head: 'Consumer', wide: true, cell: (row) => <AddressLink address={row.consumer} /> },
  chain: { head: 'Chain', wide: true, cell: (row) => <ChainBadge chain={row.chain} /> },
};

interface Props {
  label: string;
  rows: readonly Row[];
  empty: ReactNode;
  /** Columns that the page around it already says. */
  without?: readonly ('asset' | 'chain' | 'consumer')[];
  isNew?: (row: Row) => boolean;
}

/** Usages, newest first. */
export function UsageTable({ label, rows, empty, without = [], isNew }: Props) {
  const hidden = without as readonly string[];
  // Without the asset, the operation has no other place on a narrow screen.
  const columns = Object.entries(COLUMNS)
    .filter(([name]) => !hidden.includes(name))
    .map(([name, column]) => (name === 'operation' && hidden.includes('asset') ? { ...column, wide: false } : column));
  return <DataTable {...{ label, rows, empty, isNew, columns }} rowKey={(row) => row.id} />;
}
