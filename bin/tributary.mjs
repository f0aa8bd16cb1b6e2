#!/usr/bin/env node
import { main } from './setup/commands.mjs';

await main('tributary', process.argv.slice(2));
