#!/usr/bin/env node
import { main } from './setup/commands.mjs';

await main(process.argv[2] ?? 'start', process.argv.slice(3));
