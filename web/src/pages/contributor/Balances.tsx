import { Button } from '@mantine/core';
import { ChainBadge } from '../../components/badges.js';
import { DataTable, type Column } from '../../components/DataTable.js';
import { Hex } from '../../components/Hex.js';
import { Section } from '../../components/layout.js';
import { TokenAmount } from '../../components/TokenAmount.js';
import { UsdValue } from '../../components/UsdValue.js';
import { tokenName } from '../../format/token.js';
import type { ContributorData } from './ContributorPage.js';
import type { ExplainRequest } from './ExplainDrawer.js';

type Row = ContributorData['balances'][number];

interface Props {
  contributor: ContributorData;
  onExplain: (request: ExplainRequest) => void;
}

/** What has accrued per chain, vault and token, and where each unit of it stands. */
export function Balances({ contributor, onExplain }: Props) {
  const figure = (head: string, pick: (row: Row) => string, wide?: boolean): Column<Row> => ({
    head,
    numeric: true,
    wide,
    cell: (row) => <TokenAmount token={row.token} amount={pick(row)} bare />,
  });
  const columns: readonly Column<Row>[] = [
    { head: 'Token', cell: (row) => <strong>{tokenName(row.token)}</strong> },
    { head: 'Chain', cell: (row) => <ChainBadge chain={row.chain} /> },
    {
      ...figure('Accrued', (row) => row.accrued),
      cell: (row) => (
        <strong data-testid="accrued" data-token={row.token.id} data-vault={row.vault}>
          <TokenAmount token={row.token} amount={row.accrued} bare />
        </strong>
      ),
    },
    { head: 'Worth today', numeric: true, cell: (row) => <UsdValue value={row.valueNow} /> },
    figure('Of it from other chains', (row) => row.settled),
    figure('Claimable', (row) => row.claimable),
    figure('Claimed', (row) => row.claimed),
    figure('Still in transit', (row) => row.inTransit),
    { head: 'Vault', wide: true, cell: (row) => <Hex value={row.vault} what="vault" /> },
    {
      head: 'Why',
      cell: (row) => (
        <Button
          size="compact-xs"
          variant="light"
          aria-label={`Explain what accrued in ${tokenName(row.token)}`}
          onClick={() =>
            onExplain({ token: row.token, vault: row.vault, assetId: null, from: null, to: null, figure: row.accrued })
          }
        >
          Explain
        </Button>
      ),
    },
  ];
  return (
    <Section title="Balances" flush>
      <div data-testid="balances">
        <DataTable
          cards
          label="Balances"
          columns={columns}
          rows={contributor.balances}
          rowKey={(row) => `${row.chain} ${row.vault} ${row.token.id}`}
          empty="Nothing has accrued yet. It does with the next paid use of an asset in which this address has a part."
        />
      </div>
      <p className="note padded">
        Accrued is everything earned so far. Of it, claimable is what the payout root in force grants and was not
        claimed yet; what is neither claimable nor claimed waits for the next root. In transit is money from other
        chains that becomes part of accrued when its interval is settled.
      </p>
    </Section>
  );
}
