import { transformSync } from '@swc/core';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ClaimedFigures } from '../audit/compare.js';
import { type Fault, plant } from './faults.js';
import type { RecordedLog } from './fold-recorded.js';

/** What is compiled: the domain, and what folds with it in memory. */
const FOLDERS = ['src/domain', 'test/simulation', 'test/audit'];
const SOUND = 'sound';

/** The domain, compiled apart from the checkout so that faults can be planted in it; it folds in one process of its own. */
export class PlantedFold {
  private readonly folder = mkdtempSync(join(tmpdir(), 'tributary-planted-'));
  private readonly paths = FOLDERS.flatMap((folder) => sources(folder));
  private readonly process: ChildProcess;
  private readonly ended: Promise<never>;
  private faults = 0;

  constructor() {
    writeFileSync(join(this.folder, 'package.json'), '{ "type": "module" }');
    for (const path of this.paths) write(this.pathIn(SOUND, path), compile(path, readFileSync(path, 'utf8')));
    // What is sent has big integers and maps.
    const program = this.pathIn(SOUND, 'test/simulation/fold-planted.ts');
    this.process = fork(program, { serialization: 'advanced', execArgv: [] });
    this.ended = once(this.process, 'exit').then(() => Promise.reject(new Error('The planted fold has ended.')));
    // Who waits for an answer is told.
    this.ended.catch(() => undefined);
  }

  /** Folds a log with the domain as it is, or with a fault in it. */
  async fold(recorded: RecordedLog, fault?: Fault): Promise<ClaimedFigures> {
    const folder = join(this.folder, fault ? this.plant(fault) : SOUND);
    const answered = once(this.process, 'message') as Promise<[ClaimedFigures]>;
    this.process.send({ folder, recorded });
    const [figures] = await Promise.race([answered, this.ended]);
    return figures;
  }

  remove(): void {
    this.process.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** @returns the folder of a domain with the fault: all of it anew, since a module is known by its path */
  private plant(fault: Fault): string {
    const name = `fault-${++this.faults}`;
    for (const path of this.paths) {
      const target = this.pathIn(name, path);
      if (path === fault.file) write(target, compile(path, plant(fault, readFileSync(path, 'utf8'))));
      else link(this.pathIn(SOUND, path), target);
    }
    return name;
  }

  private pathIn(name: string, path: string): string {
    return join(this.folder, name, path.replace(/\.ts$/, '.js'));
  }
}

function compile(path: string, text: string): string {
  return transformSync(text, {
    filename: path,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
    module: { type: 'es6' },
    swcrc: false,
  }).code;
}

function write(path: string, code: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
}

function link(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  linkSync(from, to);
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => join(folder, name));
}
