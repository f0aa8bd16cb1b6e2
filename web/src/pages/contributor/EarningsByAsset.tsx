import { Button } from '@mantine/core';
import { useState } from 'react';
import { ChainBadge, KindBadge } from '../../components/badges.js';
import { DataTable, type Column } from '../../components/DataTable.js';
import { Section } from '../../components/layout.js';
import { AssetLink } from '../../components/links.js';
import { TokenAmount } from '../../components/TokenAmount.js';
import { ROLE_WORDS } from '../../format/words.js';
import type { ContributorData } from './ContributorPage.js';
import type { ExplainRequest } from './ExplainDrawer.js';

type Row = ContributorData['earningsByAsset'][number];

interface Props {
  contributor: ContributorData;
  onExplain: (request: ExplainRequest) => void;
}

/** Shown before somebody asks for all. */
const FIRST_ROWS = 15;

/** What accrued from which asset, in which role. */
export function EarningsByAsset({ contributor, onExplain }: Props) {
  const [all, setAll] = useState(false);
  const rows = contributor.earningsByAsset;
  const columns: readonly Column<Row>[] = [
    { head: 'Asset', cell: (row) => <AssetLink asset={row.asset} /> },
    { head: 'Kind', wide: true, cell: (row) => <KindBadge kind={row.asset.kind} /> },
    { head: 'As', cell: (row) => <span className="nowrap">{ROLE_WORDS[row.role]}</span> },
    { head: 'Paid on', wide: true, cell: (row) => <ChainBadge chain={row.chain} /> },
    { head: 'Accrued', numeric: true, cell: (row) => <TokenAmount token={row.token} amount={row.accrued} /> },
    {
      head: 'Why',
      cell: (row) => (
        <Button
          size="compact-xs"
          variant="light"
          aria-label={`Explain what accrued from ${row.asset.name ?? row.asset.id}`}
          onClick={() =>
            onExplain({ token: row.token, vault: row.vault, assetId: row.asset.id, from: null, to: null, figure: null })
          }
        >
          Explain
        </Button>
      ),
    },
  ];
  return (
    <Section title="Earnings by asset and role" flush>
      <div data-testid="earnings-by-asset">
        <DataTable
          cards
          label="Earnings by asset and role"
          columns={columns}
          rows={all ? rows : rows.slice(0, FIRST_ROWS)}
          rowKey={(row) => `${row.asset.id} ${row.role} ${row.vault} ${row.token.id}`}
          empty="No asset has earned anything for this address yet."
        />
      </div>
      {rows.length > FIRST_ROWS ? (
        <div className="padded">
          <Button size="xs" variant="default" onClick={() => setAll(!all)} aria-expanded={all}>
            {all ? 'Show fewer' : `Show all ${rows.length}`}
          </Button>
        </div>
      ) : null}
    </Section>
  );
}
