import { transformSync } from '@swc/core';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ClaimedFigures } from '../audit/compare.js';
import { type Fault, plant } from './faults.js';
import { readFigures, type RecordedLog, writeRecorded } from './recorded-log.js';

/** What is compiled: the domain, and what folds with it in memory. */
const FOLDERS = ['src/domain', 'test/simulation', 'test/audit'];

/** The domain, compiled apart from the checkout so that faults can be planted in it. */
export class PlantedFold {
  private readonly folder = mkdtempSync(join(tmpdir(), 'tributary-planted-'));

  constructor() {
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "module" }');
    for (const path of FOLDERS.flatMap((folder) => sources(folder))) this.compile(path, readFileSync(path, 'utf8'));
  }

  /** Folds a log with the domain as it is, or with a fault in it. */
  fold(recorded: RecordedLog, fault?: Fault): ClaimedFigures {
    const input = join(this.folder, 'recorded.json');
    writeFileSync(input, writeRecorded(recorded));
    if (fault) this.compile(fault.file, plant(fault, readFileSync(fault.file, 'utf8')));
    try {
      const program = join(this.folder, 'test/simulation/fold-recorded.js');
      return readFigures(execFileSync(process.execPath, [program, input], { encoding: 'utf8', maxBuffer: 1 << 28 }));
    } finally {
      if (fault) this.compile(fault.file, readFileSync(fault.file, 'utf8'));
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private compile(path: string, text: string): void {
    const { code } = transformSync(text, {
      filename: path,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
      module: { type: 'es6' },
      swcrc: false,
    });
    const target = join(this.folder, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
  }
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => join(folder, name));
}
