/** A mistake, as a change of the domain's source. */
export interface Fault {
  readonly name: string;
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** Needs events that the reference contracts refuse to make or never make. */
  readonly beyondReference?: true;
}

/** What a fold could get wrong; the audit must notice each. */
export const FAULTS: readonly Fault[] = [
  {
    name: 'links are taken in the wrong order',
    file: 'src/domain/waterfall/absolute.ts',
    find: 'compare(x.namedAt, y.namedAt)',
    replace: 'compare(y.namedAt, x.namedAt)',
  },
  {
    name: 'royalties are rounded up',
    file: 'src/domain/waterfall/run.ts',
    find: '(all * gift.ratePpm) / PPM',
    replace: '(all * gift.ratePpm + PPM - 1n) / PPM',
  },
  {
    name: 'a share change is applied before what was earned until then is divided',
    file: 'src/domain/ledger/shares.ts',
    find: 'closeTotals(context, asset);',
    replace: '',
  },
  {
    name: 'royalties are taken from what was paid, the fee included',
    file: 'src/domain/ledger/charge.ts',
    find: 'amount - fee, from, payer)',
    replace: 'amount, from, payer)',
  },
  {
    name: "the executor's part is dropped",
    file: 'src/domain/ledger/charge.ts',
    find: 'purse, parts.executor);',
    replace: 'purse, 0n);',
  },
  {
    name: 'transit is booked an interval late',
    file: 'src/domain/ledger/context.ts',
    find: 'intervalEnd(event.at.time_s, state.interval_s)',
    replace: 'intervalEnd(event.at.time_s + state.interval_s, state.interval_s)',
  },
  {
    name: "the owner's remainder is lost",
    file: 'src/domain/ledger/division.ts',
    find: '(scaled * (whole - shared)) / whole',
    replace: '(shared > 0n ? 0n : scaled)',
  },
  {
    name: 'what waited for a registration stays in suspense',
    file: 'src/domain/ledger/registry.ts',
    find: 'if (row.disputes === null) joinTotals(context, assetId);',
    replace: 'if (row.disputes === null) return;',
  },
  {
    name: 'a transfer takes along what was earned before it',
    file: 'src/domain/ledger/registry.ts',
    find: 'closeTotals(context, asset);\n  // Handing',
    replace: '// Handing',
  },
  {
    name: 'a second link of a pair changes nothing',
    file: 'src/domain/ledger/graph.ts',
    find: 'rank < 0 ? [...asset.links, link] : asset.links.with(rank, link)',
    replace: 'rank < 0 ? [...asset.links, link] : asset.links',
  },
  {
    name: 'executors of a settled interval share what the asset passed on too',
    file: 'src/domain/settlement/hop.ts',
    find: '(kept * sum) / run.inflow[index]!',
    replace: 'sum',
  },
  {
    name: 'settled money is divided by the rules after a change',
    file: 'src/domain/ledger/shares.ts',
    find: 'return offset + (before - after) * accumulated;',
    replace: 'return offset;',
  },
  {
    name: 'a held usage is released twice',
    file: 'src/domain/ledger/held.ts',
    find: "if (row.state === 'HELD') return row;",
    replace: 'return row;',
    beyondReference: true,
  },
  {
    name: 'a reversal returns the money to nobody',
    file: 'src/domain/ledger/held.ts',
    find: 'if (waitsHere(row)) post(context, row, suspenseOf(row), `consumer:${row.consumer}`, row.amount);',
    replace: '',
  },
  {
    name: 'a receipt is held twice',
    file: 'src/domain/ledger/held.ts',
    find: 'if (state.heldUsages.get(key)) {',
    replace: 'if (asset === receiptId) {',
    beyondReference: true,
  },
  {
    name: 'an upheld dispute leaves the money with the people',
    file: 'src/domain/ledger/disputes.ts',
    find: 'if (disputes.upheld) giveAway',
    replace: 'if (!disputes) giveAway',
  },
  {
    name: 'what a dispute decides over chains goes to the people',
    file: 'src/domain/settlement/waiting.ts',
    find: "decision?.outcome === 'UPHELD'",
    replace: 'false',
  },
  {
    name: 'a payer with shares is taken for a stranger',
    file: 'src/domain/ledger/circular.ts',
    find: '?.shares ?? 0n) > 0n)',
    replace: '?.shares ?? 0n) < 0n)',
  },
  {
    name: 'what pays nobody counts as revenue of the people',
    file: 'src/domain/ledger/charge.ts',
    find: "settlement === 'NONE' ? amount : 0n",
    replace: '0n',
    beyondReference: true,
  },
  {
    name: 'rewards are booked for another role',
    file: 'src/domain/ledger/tasks.ts',
    find: 'contributor, assetId, role, taskContract',
    replace: "contributor, assetId, role: 'OWNER' as const, taskContract",
  },
  {
    name: 'a price counts only from the next second on',
    file: 'src/domain/ledger/prices.ts',
    find: 'let price = told?.priceUsdE36 ?? null;',
    replace: 'let price = told && told.pricedTime_s !== at.time_s ? told.priceUsdE36 : null;',
    beyondReference: true,
  },
  {
    name: 'what usages are worth is floored for all of them together',
    file: 'src/domain/value/usd.ts',
    find: 'return (amount * priceUsdE36) / scaleOf(decimals);',
    replace: `const all = amount * priceUsdE36 + (SCALES.rest ?? 0n);
      SCALES.rest = all % scaleOf(decimals);
      return all / scaleOf(decimals);`,
    beyondReference: true,
  },
  {
    name: 'a price that nobody knows is 0',
    file: 'src/domain/ledger/prices.ts',
    find: "return missing('NO_PRICE')",
    replace: 'return WORTHLESS',
    beyondReference: true,
  },
];

/** The source with the fault in it. @throws Error when the fault no longer fits the source */
export function plant({ name, file, find, replace }: Fault, source: string): string {
  const pieces = source.split(find);
  if (pieces.length !== 2) {
    throw new Error(`"${find}" stands ${pieces.length - 1} times in ${file}: say anew how "${name}" would look there`);
  }
  return pieces.join(replace);
}
