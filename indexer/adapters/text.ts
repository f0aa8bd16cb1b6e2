/**
 * Text from a chain as it can be stored and shown: NUL, which no Postgres text holds, and halves of
 * surrogate pairs become U+FFFD. (Bytes that are no UTF-8 became that when they were decoded.) The
 * raw bytes stay in the log's data.
 */
export function displayText(text: string): string {
  // eslint-disable-next-line no-control-regex -- NUL is what this is about
  return text.replace(/\u0000|\p{Surrogate}/gu, '\uFFFD');
}
