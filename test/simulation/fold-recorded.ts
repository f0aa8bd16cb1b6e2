import { readFileSync } from 'node:fs';
import { figuresOf } from './memory-figures.js';
import { runInMemory } from './memory-system.js';
import { readRecorded, writeFigures } from './recorded-log.js';

/** Folds a recorded log, whose path is the argument, and prints what comes out. */
const recorded = readRecorded(readFileSync(process.argv[2]!, 'utf8'));
process.stdout.write(writeFigures(figuresOf(runInMemory(recorded))));
