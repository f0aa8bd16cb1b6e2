import { DataTable, type Column } from '../../components/DataTable.js';
import { Section } from '../../components/layout.js';
import { readableCount, readablePpm } from '../../format/amount.js';
import { ROLE_WORDS } from '../../format/words.js';
import type { AssetData } from './AssetPage.js';

type Row = AssetData['split'][number];

const COLUMNS: readonly Column<Row>[] = [
  { head: 'Role', cell: (row) => ROLE_WORDS[row.role] },
  {
    head: 'Part',
    numeric: true,
    cell: (row) => <strong className="nowrap">{readablePpm(row.ppm)}</strong>,
  },
  {
    head: '',
    wide: true,
    cell: (row) => (
      <div className="bar">
        <span style={{ width: `${Math.min(100, row.ppm / 10_000)}%` }} />
      </div>
    ),
  },
  { head: 'People', numeric: true, cell: (row) => readableCount(row.contributors) },
  { head: 'Shares', numeric: true, cell: (row) => readableCount(row.totalShares) },
];

/** Whom the asset pays, in which parts. */
export function Split({ asset }: { asset: AssetData }) {
  const rows = asset.split.filter((row) => row.ppm > 0 || row.contributors > 0);
  const waiting = rows.some((row) => row.ppm > 0 && row.contributors === 0);
  return (
    <Section title="Who it pays" flush>
      <DataTable
        label="Split by role"
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => row.role}
        empty="No split is set: everything goes to the owner."
      />
      <p className="note padded">
        The owner gets the rest{waiting ? ', and the part of a role for as long as nobody holds shares in it' : ''}.
      </p>
    </Section>
  );
}
