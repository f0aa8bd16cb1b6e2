import { ArgsType, Field, ID, Int } from '@nestjs/graphql';
import { EarningOrigin, Finality, Role, StatementBucket, StatementGroup } from '../vocabulary/enums.js';
import { DateTimeScalar } from '../vocabulary/scalars.js';

/** What a statement is asked for with. */
@ArgsType()
export class StatementArguments {
  @Field(() => DateTimeScalar, {
    nullable: true,
    description:
      'Where it opens: counts intervals that start at this time or later. From the first appearance if left out.',
  })
  from?: number | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Where it closes: counts intervals that start before this time. The present if left out.',
  })
  to?: number | null;

  @Field(() => StatementBucket, { defaultValue: 'DAY', description: 'Into what movements are put together.' })
  bucket!: StatementBucket;

  @Field(() => [StatementGroup], { defaultValue: [], description: 'What it is cut by, beside chain and token.' })
  groupBy!: StatementGroup[];

  @Field(() => ID, { nullable: true, description: 'Only what this asset (CAIP-19) brought.' })
  asset?: string | null;

  @Field(() => Role, { nullable: true, description: 'Only what was earned in this role.' })
  role?: keyof typeof Role | null;

  @Field(() => EarningOrigin, { nullable: true, description: 'Only what was earned by this.' })
  origin?: EarningOrigin | null;

  @Field(() => String, { nullable: true, description: 'Only vaults of this chain (CAIP-2).' })
  chain?: string | null;

  @Field(() => String, { nullable: true, description: 'Only this vault, or contract that paid: its address.' })
  vault?: string | null;

  @Field(() => String, { nullable: true, description: 'Only this token: CAIP-19, as Token.id gives it.' })
  token?: string | null;

  @Field(() => Finality, {
    defaultValue: 'LATEST',
    description: "With FINAL, a later mark stands for the last final one of the vault's chain.",
  })
  finality!: keyof typeof Finality;

  @Field(() => Int, { nullable: true, defaultValue: 20, description: 'Lines on the page, from 1 to 100.' })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'endCursor of the page before. Leave it out for the first page.',
  })
  after?: string | null;
}
