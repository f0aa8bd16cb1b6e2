import { expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** What the dependency rules say about a tree that holds just these files. */
function violations(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-structure-'));
  try {
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json']) {
      writeFileSync(join(folder, name), readFileSync(name));
    }
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return cruise(folder, [...new Set(Object.keys(files).map((path) => path.split('/')[0]!))]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function cruise(folder: string, roots: string[]): string[] {
  const command = resolve('node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...roots];
  const report = JSON.parse(
    execFileSync(process.execPath, [command, ...options], { cwd: folder, maxBuffer: 1 << 28, encoding: 'utf8' }),
  );
  return report.summary.violations.map((found: { rule: { name: string }; from: string; to: string }) => {
    return `${found.rule.name}: ${found.from} -> ${found.to}`;
  });
}

/** ESLint's messages for a file that would stand at this path. */
function lint(path: string, text: string): string[] {
  const run = ['node_modules/eslint/bin/eslint.js', '--stdin', '--stdin-filename', path, '--format', 'json'];
  try {
    return messages(execFileSync(process.execPath, run, { input: text, encoding: 'utf8', stdio: 'pipe' }));
  } catch (error) {
    return messages((error as { stdout: string }).stdout);
  }
}

function messages(report: string): string[] {
  return JSON.parse(report)[0].messages.map((found: { ruleId: string }) => found.ruleId);
}

it('imports in this repository run one way', () => {
  expect(cruise('.', ['src', 'indexer', 'config', 'db', 'local', 'test'])).toEqual([]);
});

/** From, to, and the rule that must notice. */
const PLANTED = [
  ['src/domain/a.ts', 'src/fold/x.ts', 'domain-is-pure'],
  ['src/event-log/a.ts', 'src/fold/x.ts', 'event-log-imports-domain'],
  ['src/fold/a.ts', 'src/read-models/x.ts', 'fold-imports-down'],
  ['src/read-models/a.ts', 'src/api/x.ts', 'read-models-import-down'],
  ['indexer/a.ts', 'src/fold/x.ts', 'indexer-stands-alone'],
  ['test/audit/a.ts', 'src/domain/x.ts', 'the-audit-is-independent'],
  ['db/b.ts', 'test/support/x.ts', 'nobody-imports-tests'],
] as const;

it('an import against the direction is noticed, whoever it is', () => {
  const files: Record<string, string> = {};
  for (const [from, to] of PLANTED) {
    const up = '../'.repeat(from.split('/').length - 1);
    files[from] = `import { x } from '${up}${to.replace('.ts', '.js')}';\nexport const a = x;\n`;
    files[to] = 'export const x = 1;\n';
  }
  expect(violations(files).sort()).toEqual(PLANTED.map(([from, to, rule]) => `${rule}: ${from} -> ${to}`).sort());
});

it.each([
  ['a package', `import pg from 'pg';\nexport const a = pg;\n`, 'no-restricted-imports'],
  [
    'a Node module',
    `import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n`,
    'no-restricted-imports',
  ],
  ['the clock', 'export const a = Date.now();\n', 'no-restricted-properties'],
  ['the clock by another door', 'export const a = new Date();\n', 'no-restricted-syntax'],
  ['chance', 'export const a = Math.random();\n', 'no-restricted-properties'],
  ['the environment', 'export const a = process.env;\n', 'no-restricted-globals'],
])('lint notices when the domain uses %s', (_, text, rule) => {
  expect(lint('src/domain/planted.ts', text)).toContain(rule);
});

it('lint notices when a module reads the environment beside the configuration', () => {
  expect(lint('src/fold/planted.ts', 'export const a = process.env;\n')).toContain('no-restricted-syntax');
});
