import { formatTime } from '../domain/time.js';

/** Rows of text in aligned columns, the first row being the heading. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Seconds since the epoch as ISO 8601, or a dash. */
export function renderTime(time_s: number | null): string {
  return time_s === null ? '-' : formatTime(time_s);
}
