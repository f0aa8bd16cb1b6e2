const TEXT_LETTERS = 100_000;

/** Lines of COPY, many in one text: a stream takes as long for a short one. */
export function* inTexts(lines: Iterable<string>): Generator<string> {
  let text = '';
  for (const line of lines) {
    text += line;
    if (text.length < TEXT_LETTERS) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}
