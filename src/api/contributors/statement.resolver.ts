import { Args, Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { periodMarks } from '../../read-models/statements/period.js';
import { statement } from '../../read-models/statements/statement.js';
import { totalsOf, type StatementLine as LineView } from '../../read-models/statements/statement-lines.js';
import { Asset } from '../assets/asset.type.js';
import { loadAsset } from '../assets/present.js';
import { asOf } from '../chains/present.js';
import { UserInputError } from '../errors/user-input.js';
import { decodeCursor, encodeCursor } from '../paging/cursor.js';
import { pageSize, toPage } from '../paging/page.js';
import { checkPeriod, optionalAddress, optionalAsset, optionalChain, parseTokenId } from '../request/arguments.js';
import { RequestContext } from '../request/request-context.js';
import { Settings } from '../request/settings.js';
import { withToken } from '../tokens/present.js';
import { derivedValue } from '../values/present.js';
import { Contributor } from './contributor.type.js';
import { StatementArguments } from './statement.arguments.js';
import { Statement, StatementLine, StatementMovement } from './statement.type.js';

const LIST = 'statement';
/** Movements in one answer at most; the export has no such limit. */
const MAX_MOVEMENTS = 20_000;

@Resolver(() => Contributor)
export class StatementResolver {
  constructor(private readonly settings: Settings) {}

  @ResolveField(() => Statement, {
    description: 'Opening balance, movements and closing balance of what it has earned, dated when earned.',
  })
  async statement(
    @Parent() contributor: Contributor,
    @Args() asked: StatementArguments,
    @Context() context: RequestContext,
  ): Promise<Statement> {
    const { from = null, to = null, bucket, groupBy } = asked;
    checkPeriod(from, to);
    const size = pageSize(asked.first);
    const after = asked.after == null ? null : decodeCursor<[string]>(asked.after, LIST, ['string'])[0];
    const who = contributor.address;
    const period = { contributor: who, piece: bucket, from_s: from, to_s: to, interval_s: this.settings.interval_s };
    const marks = await periodMarks(context.db, period);
    const filter = filterOf(asked);
    const isFinal = asked.finality === 'FINAL';
    const question = { contributor: who, marks, cuts: groupBy, filter, isFinal };
    const lines = await statement(context.db, question);
    const rows = lines.filter(({ key }) => after === null || key > after).slice(0, size + 1);
    checkMovements(rows);
    const totals = totalsOf(lines);
    const present = (line: LineView): Promise<StatementLine> => presentLine(context, line);
    const page = await toPage(rows, size, asked.after, ({ key }) => encodeCursor(LIST, [key]), present);
    return {
      ...page,
      totalCount: lines.length,
      from: marks[0] ?? null,
      to: marks.at(-1) ?? null,
      totals: await Promise.all(totals.map(present)),
      asOf: await asOf(context),
    };
  }
}

@Resolver(() => StatementLine)
export class StatementLineResolver {
  @ResolveField(() => Asset, { nullable: true, description: 'What it was earned with.' })
  asset(@Parent() line: StatementLine, @Context() context: RequestContext): Promise<Asset> | null {
    return line.assetId === null ? null : loadAsset(context, line.assetId);
  }
}

function filterOf({ asset, role, origin, chain, vault, token }: StatementArguments) {
  const key = token == null ? null : parseTokenId(token);
  const chainId = optionalChain(chain);
  if (key && chainId !== null && key.chainId !== chainId) {
    throw new UserInputError('"token" is not of the chain that "chain" names: leave one of them out.');
  }
  return {
    assetId: optionalAsset(asset),
    role: role ?? null,
    origin: origin ?? null,
    vaultChainId: chainId ?? key?.chainId ?? null,
    vault: optionalAddress(vault),
    token: key?.address ?? null,
  };
}

function checkMovements(lines: readonly LineView[]): void {
  const movements = lines.reduce((sum, line) => sum + line.movements.length, 0);
  if (movements > MAX_MOVEMENTS) {
    throw new UserInputError(
      `The page has more than ${MAX_MOVEMENTS} movements: ask for fewer lines ("first") or a longer bucket, or export the statement.`,
    );
  }
}

async function presentLine(context: RequestContext, line: LineView): Promise<StatementLine> {
  const { vaultChainId, token, vault, assetId, role, origin, source, operation, movements } = line;
  const { opening, amount, closing, provisional } = line;
  return Object.assign(new StatementLine(), {
    ...{ vault, assetId, role, origin, source, operation, opening, amount, closing, provisional },
    chain: `eip155:${vaultChainId}`,
    ...(await withToken(context, vaultChainId, token, amount)),
    value: derivedValue(line.worth),
    movements: movements.map(({ start_s, end_s, worth, ...movement }) =>
      Object.assign(new StatementMovement(), {
        ...movement,
        start: start_s,
        end: end_s,
        value: derivedValue(worth),
      }),
    ),
  });
}
