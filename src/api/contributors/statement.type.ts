import { Field, ObjectType } from '@nestjs/graphql';
import { CountedConnectionOf } from '../paging/connection.js';
import { Token } from '../tokens/token.type.js';
import { EarningOrigin, EarningSource, Operation, Role } from '../vocabulary/enums.js';
import { UsdValue } from '../values/usd.type.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: 'A piece of time in which a line of a statement moved. Opening + amount = closing.' })
export class StatementMovement {
  @Field(() => DateTimeScalar, { description: 'Start of the piece.' })
  start!: number;

  @Field(() => DateTimeScalar, { description: 'End of the piece, not part of it.' })
  end!: number;

  @Field(() => BigIntScalar, { description: 'Accrued at its start, in base units.' })
  opening!: bigint;

  @Field(() => BigIntScalar, { description: 'Earned in it, in base units.' })
  amount!: bigint;

  @Field(() => UsdValue, { description: 'What the amount was worth, interval by interval.' })
  value!: UsdValue;

  @Field(() => BigIntScalar, { description: 'Accrued at its end, in base units.' })
  closing!: bigint;

  @Field(() => Boolean, {
    description: 'True while the piece reaches past the settled mark, or past the final blocks: it may still change.',
  })
  provisional!: boolean;
}

@ObjectType({
  description:
    'One line of a statement: opening + amount = closing, and the movements add up to amount. What it is not cut by is null.',
})
export class StatementLine {
  /** CAIP-19 id of the asset; the schema shows the asset. */
  assetId!: string | null;

  @Field(() => String, { description: 'CAIP-2 id of the chain that it was earned on: that of the vault.' })
  chain!: string;

  @Field(() => Token, { description: 'What it is counted in.' })
  token!: Token;

  @Field(() => String, {
    nullable: true,
    description: 'Address of the vault; of the contract that paid, for direct payments and rewards.',
  })
  vault!: string | null;

  @Field(() => Role, { nullable: true, description: 'For what.' })
  role!: keyof typeof Role | null;

  @Field(() => EarningOrigin, { nullable: true, description: 'By what it was earned.' })
  origin!: EarningOrigin | null;

  @Field(() => EarningSource, { nullable: true, description: 'Who pays it; told with origin.' })
  source!: EarningSource | null;

  @Field(() => Operation, {
    nullable: true,
    description:
      'What the usages were, where the statement is cut by it: derived interval by interval, and null where that is not known.',
  })
  operation!: keyof typeof Operation | null;

  @Field(() => BigIntScalar, { description: 'Accrued at the start of the period, in base units.' })
  opening!: bigint;

  @Field(() => BigIntScalar, { description: 'Earned in the period, in base units.' })
  amount!: bigint;

  @Field(() => UsdValue, {
    description: 'What the amount was worth, interval by interval: the same whatever the bucket.',
  })
  value!: UsdValue;

  @Field(() => BigIntScalar, { description: 'Accrued at the end of the period, in base units.' })
  closing!: bigint;

  @Field(() => String, {
    nullable: true,
    description: 'Amount in whole tokens, exactly; null when decimals are unknown.',
  })
  decimal!: string | null;

  @Field(() => Boolean, { description: 'Whether the closing balance may still change.' })
  provisional!: boolean;

  @Field(() => [StatementMovement], { description: 'Oldest first; pieces of time without a movement are left out.' })
  movements!: StatementMovement[];
}

@ObjectType({
  description: 'What a contributor earned over a period. The lines of every cut add up to the same totals.',
})
export class Statement extends CountedConnectionOf('StatementLine', () => StatementLine) {
  @Field(() => DateTimeScalar, { nullable: true, description: 'The mark it opens at; null where there is no period.' })
  from!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'The mark it closes at.' })
  to!: number | null;

  @Field(() => [StatementLine], { description: 'All lines together, those of other pages included: one a token.' })
  totals!: StatementLine[];
}
