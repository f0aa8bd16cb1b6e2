import { beforeAll, describe, expect, it } from '@jest/globals';
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

interface Planted {
  readonly what: string;
  readonly path: string;
  readonly text: string;
  /** The rule that must notice. */
  readonly rule: string;
}

/** What ESLint says of files that would stand at these paths; one process for all, since it takes long to start. */
function lint(files: readonly Planted[]): string[][] {
  const script = `
    import { ESLint } from 'eslint';
    const eslint = new ESLint();
    const found = [];
    for (const { path, text } of ${JSON.stringify(files)}) {
      const [{ messages }] = await eslint.lintText(text, { filePath: path });
      found.push(messages.map(({ ruleId }) => ruleId));
    }
    console.log(JSON.stringify(found));`;
  const run = ['--input-type=module', '--eval', script];
  return JSON.parse(execFileSync(process.execPath, run, { encoding: 'utf8' })) as string[][];
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

const IN_DOMAIN = { path: 'src/domain/planted.ts' };
const FORBIDDEN: readonly Planted[] = [
  {
    what: 'a package in the domain',
    ...IN_DOMAIN,
    text: `import pg from 'pg';\nexport const a = pg;\n`,
    rule: 'no-restricted-imports',
  },
  {
    what: 'a Node module in the domain',
    ...IN_DOMAIN,
    text: `import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n`,
    rule: 'no-restricted-imports',
  },
  {
    what: 'the clock in the domain',
    ...IN_DOMAIN,
    text: 'export const a = Date.now();\n',
    rule: 'no-restricted-properties',
  },
  {
    what: 'the clock by another door',
    ...IN_DOMAIN,
    text: 'export const a = new Date();\n',
    rule: 'no-restricted-syntax',
  },
  {
    what: 'chance in the domain',
    ...IN_DOMAIN,
    text: 'export const a = Math.random();\n',
    rule: 'no-restricted-properties',
  },
  {
    what: 'the environment in the domain',
    ...IN_DOMAIN,
    text: 'export const a = process.env;\n',
    rule: 'no-restricted-globals',
  },
  {
    what: 'the environment beside the configuration',
    path: 'src/fold/planted.ts',
    text: 'export const a = process.env;\n',
    rule: 'no-restricted-syntax',
  },
];

describe('lint notices', () => {
  let found: string[][];
  beforeAll(() => {
    found = lint(FORBIDDEN);
  }, 60_000);

  it.each(FORBIDDEN.map(({ what, rule }, index) => ({ what, rule, index })))('$what', ({ rule, index }) => {
    expect(found[index]).toContain(rule);
  });
});
