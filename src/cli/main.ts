import { createProgram } from './program.js';
import { endWithOutput } from './output.js';
import { runProgram } from './run-program.js';

endWithOutput();
process.exitCode = await runProgram(createProgram(), process.argv.slice(2));
