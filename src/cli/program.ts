import { Command } from 'commander';
import { addChain } from './commands/chain.js';
import { addDeploy } from './commands/deploy.js';
import { addVerify } from './commands/verify.js';
import { addExplain } from './commands/explain.js';
import { addExport } from './commands/export.js';
import { addInit } from './commands/init.js';
import { addLog } from './commands/log.js';
import { addPayout } from './commands/payout.js';
import { addRebuild } from './commands/rebuild.js';
import { addReprice } from './commands/reprice.js';

/** The tributary command with everything that it can do. A new command is a file in commands/ and a line here. */
export function createProgram(): Command {
  const program = new Command('tributary')
    .description('The open earnings ledger for AI assets.')
    .option('--debug', 'follow an error with its stack')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(asSentence(text)) });
  addInit(program);
  addDeploy(program);
  addChain(program);
  addLog(program);
  addVerify(program);
  addRebuild(program);
  addReprice(program);
  addPayout(program);
  addExplain(program);
  addExport(program);
  for (const command of everyCommand(program)) command.copyInheritedSettings(program);
  return program;
}

function everyCommand(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...everyCommand(child)]);
}

/** Commander begins its sentences with "error: " and ends them with nothing. */
function asSentence(text: string): string {
  if (!text.startsWith('error: ')) return text;
  const sentence = text
    .slice(7)
    .trimEnd()
    .replace(/\n\(Did you mean (.*)\?\)$/, ': did you mean $1?')
    .replace(/^[a-z]/, (letter) => letter.toUpperCase());
  return `${sentence.replace(/[^.!?]$/, '$&.')} See --help.\n`;
}
