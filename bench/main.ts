import { benchBackfill } from './backfill.js';
import { benchDomain } from './domain.js';
import { benchFold, benchGrowth } from './fold/fold.js';
import { benchLong, benchRebuild } from './fold/rebuild.js';
import { benchLatency } from './latency.js';
import { benchRoot } from './root/root.js';
import { benchStatement } from './statement.js';

/** What can be measured, by name. Numbers after the name are the measurement's own. */
const BENCHES: Readonly<Record<string, (numbers: readonly number[]) => void | Promise<void>>> = {
  domain: () => benchDomain(),
  fold: ([events, shareholders, accounts]) => benchFold(events, shareholders, accounts),
  growth: ([small, large]) => benchGrowth(small, large),
  rebuild: ([events]) => benchRebuild(events),
  root: ([contributors]) => benchRoot(contributors),
  'growth-and-rebuild': ([small, large]) => benchLong(small, large),
  backfill: ([blocks]) => benchBackfill(blocks),
  latency: ([blocks]) => benchLatency(blocks),
  statement: ([holdings, days, usages]) => benchStatement(holdings, days, usages),
};

/** Ten million events each: only by name. */
const LONG = new Set(['growth', 'rebuild', 'growth-and-rebuild']);

async function main([name, ...rest]: readonly string[]): Promise<void> {
  const numbers = rest.map(Number);
  if (numbers.some((number) => !Number.isSafeInteger(number) || number < 1)) {
    throw new Error(`"${rest.join(' ')}" are not whole numbers above 0; for example: npm run bench -- fold 200000.`);
  }
  if (name !== undefined && BENCHES[name] === undefined) {
    throw new Error(`There is no bench "${name}"; there are ${Object.keys(BENCHES).join(', ')}.`);
  }
  const all = Object.keys(BENCHES).filter((one) => !LONG.has(one));
  for (const one of name === undefined ? all : [name]) await BENCHES[one]!(numbers);
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
