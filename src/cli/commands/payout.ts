import type { Command } from 'commander';
import { addPayoutPublish } from './payout-publish.js';
import { addPayoutRoot } from './payout-root.js';

export function addPayout(program: Command): void {
  const payout = program.command('payout').description('roots that say what everybody may claim from a vault');
  addPayoutRoot(payout);
  addPayoutPublish(payout);
}
