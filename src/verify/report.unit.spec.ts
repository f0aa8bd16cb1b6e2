import { expect, it } from '@jest/globals';
import { allHold, Findings, NAMED_DIFFERENCES, renderReport } from './report.js';

it('a report names the first differences, counts the others, and says how it ended', () => {
  const findings = new Findings();
  for (let n = 1; n <= NAMED_DIFFERENCES + 2; n++) findings.add(`row ${n} differs`);
  const results = [
    new Findings().result('one thing', '3 rows', { digest: 'abc' }),
    findings.result('another', '40 rows'),
  ];
  expect(allHold(results)).toBe(false);
  const lines = renderReport(results).split('\n');
  expect(lines.slice(0, 4)).toEqual([
    'ok   one thing: 3 rows',
    '       digest abc',
    'FAIL another: 40 rows',
    '     - row 1 differs',
  ]);
  expect(lines.slice(-3)).toEqual([
    `     - row ${NAMED_DIFFERENCES} differs`,
    '     - and 2 more',
    '1 of 2 checks failed; the first differences are named above.',
  ]);
});

it('where nothing differs, everything holds', () => {
  const results = [new Findings().result('one thing', '3 rows')];
  expect(allHold(results)).toBe(true);
  expect(renderReport(results)).toBe('ok   one thing: 3 rows\nAll 1 checks hold.');
});
