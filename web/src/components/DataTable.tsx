import { Button, Group, Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Pages } from '../graphql/use-pages.js';
import { Empty } from './states.js';

export interface Column<Row> {
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand to the right so that their digits line up. */
  readonly numeric?: boolean;
  /** Left away on narrow screens. */
  readonly wide?: boolean;
}

interface Props<Row> {
  /** Names the table for screen readers. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  empty: ReactNode;
  /** Marks rows that have just come. */
  isNew?: (row: Row) => boolean;
  /** On narrow screens each row becomes a card of named figures, instead of scrolling sideways. */
  cards?: boolean;
}

/** Rows under named columns; scrolls sideways inside itself, so that the page never does. */
export function DataTable<Row>({ label, columns, rows, rowKey, empty, isNew, cards = false }: Props<Row>) {
  if (rows.length === 0) return <Empty>{empty}</Empty>;
  const classOf = (column: Column<Row>) =>
    [column.numeric && 'numeric', column.wide && 'wide-only'].filter(Boolean).join(' ') || undefined;
  return (
    <div className="table-scroll" role="region" aria-label={label} tabIndex={0}>
      <Table
        verticalSpacing={7}
        horizontalSpacing="sm"
        highlightOnHover
        className={cards ? 'data-table cards-when-narrow' : 'data-table'}
      >
        <Table.Thead>
          <Table.Tr>
            {columns.map((column) => (
              <Table.Th key={column.head} className={classOf(column)} scope="col">
                {column.head}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={rowKey(row)} data-new={isNew?.(row) || undefined}>
              {columns.map((column) => (
                <Table.Td key={column.head} className={classOf(column)} data-head={column.head}>
                  {column.cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Previous and next under a list. */
export function Pager(props: {
  pages: Pages;
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
  pageSize: number;
  totalCount?: number;
}) {
  const { pages, pageInfo, pageSize, totalCount } = props;
  // The page before is still shown while the next one is on its way.
  const onItsWay = pages.after !== undefined && pageInfo.endCursor === pages.after;
  if (pages.page === 1 && !pageInfo.hasNextPage) return null;
  const from = (pages.page - 1) * pageSize + 1;
  const end = pageInfo.hasNextPage ? pages.page * pageSize : totalCount;
  return (
    <Group component="nav" justify="space-between" p="sm" aria-label="Pages of this list">
      <span className="muted" aria-live="polite">
        {end ? `${from}–${end}` : `From ${from}`}
        {totalCount === undefined ? '' : ` of ${totalCount.toLocaleString('en')}`}
      </span>
      <Group gap="xs">
        <Button size="xs" variant="default" disabled={pages.page === 1} onClick={pages.previous}>
          Previous
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={!pageInfo.hasNextPage || !pageInfo.endCursor || onItsWay}
          onClick={() => pageInfo.endCursor && pages.next(pageInfo.endCursor)}
        >
          Next
        </Button>
      </Group>
    </Group>
  );
}
