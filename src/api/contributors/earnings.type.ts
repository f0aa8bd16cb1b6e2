import { Field, ObjectType } from '@nestjs/graphql';
import { Token } from '../tokens/token.type.js';
import { EarningSource, Role } from '../vocabulary/enums.js';
import { UsdValue } from '../values/usd.type.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({
  description:
    'What a contributor has in one vault and token. Always accrued + overpaid = claimable + claimed + unpublished.',
})
export class Balance {
  @Field(() => EarningSource, { description: 'Who pays it.' })
  source!: EarningSource;

  @Field(() => String, { description: 'CAIP-2 id of the chain of the vault.' })
  chain!: string;

  @Field(() => String, {
    description: 'Address of the vault; of the contract that paid, for direct payments and rewards.',
  })
  vault!: string;

  @Field(() => Token, { description: 'What it is counted in.' })
  token!: Token;

  @Field(() => BigIntScalar, { description: 'Everything earned so far, in base units.' })
  accrued!: bigint;

  @Field(() => BigIntScalar, { description: 'The part of accrued that came over chains, in base units.' })
  settled!: bigint;

  @Field(() => BigIntScalar, {
    description:
      "What the vault's active payout root grants and that is not yet claimed, in base units; 0 while its leaves are not known.",
  })
  claimable!: bigint;

  @Field(() => BigIntScalar, { description: 'Paid out on chain, in base units.' })
  claimed!: bigint;

  @Field(() => BigIntScalar, {
    description: 'Granted or claimed beyond what is accrued, in base units: made up by later earnings.',
  })
  overpaid!: bigint;

  @Field(() => BigIntScalar, {
    description: 'Accrued and not yet in an active payout root, as far as is known, in base units.',
  })
  unpublished!: bigint;

  @Field(() => BigIntScalar, {
    description: 'An estimate of what is on its way over chains and not settled, in base units; not part of accrued.',
  })
  inTransit!: bigint;

  @Field(() => UsdValue, {
    description: 'Accrued at the price in force at the moment of the answer, not at those when it was earned.',
  })
  valueNow!: UsdValue;

  @Field(() => String, {
    nullable: true,
    description: 'Accrued in whole tokens, exactly; null when decimals are unknown.',
  })
  decimal!: string | null;
}

@ObjectType({ description: 'What a contributor earned in a piece of time. Opening + amount = closing.' })
export class EarningsPoint {
  @Field(() => DateTimeScalar, { description: 'Start of the piece.' })
  start!: number;

  @Field(() => DateTimeScalar, { description: 'End of the piece, not part of it.' })
  end!: number;

  @Field(() => String, { description: 'CAIP-2 id of the chain of the vault.' })
  chain!: string;

  @Field(() => Token, { description: 'What it is counted in.' })
  token!: Token;

  @Field(() => BigIntScalar, { description: 'Earned in it, in base units.' })
  amount!: bigint;

  @Field(() => BigIntScalar, { description: 'Accrued at its start, in base units.' })
  opening!: bigint;

  @Field(() => BigIntScalar, { description: 'Accrued at its end, in base units.' })
  closing!: bigint;

  @Field(() => UsdValue, {
    description: 'What the amount was worth, interval by interval: the same whatever the bucket.',
  })
  value!: UsdValue;

  @Field(() => String, {
    nullable: true,
    description: 'Amount in whole tokens, exactly; null when decimals are unknown.',
  })
  decimal!: string | null;

  @Field(() => Boolean, {
    description: 'True while the piece reaches past the settled mark, or past the final blocks: it may still grow.',
  })
  provisional!: boolean;
}

@ObjectType({ description: 'What a contributor has earned with one asset in one role.' })
export class AssetEarning {
  /** CAIP-19 id of the asset; the schema shows the asset. */
  assetId!: string;

  @Field(() => EarningSource, { description: 'Who pays it.' })
  source!: EarningSource;

  @Field(() => Role, { description: 'For what.' })
  role!: keyof typeof Role;

  @Field(() => String, { description: 'CAIP-2 id of the chain of the vault.' })
  chain!: string;

  @Field(() => String, {
    description: 'Address of the vault; of the contract that paid, for direct payments and rewards.',
  })
  vault!: string;

  @Field(() => Token, { description: 'What it is counted in.' })
  token!: Token;

  @Field(() => BigIntScalar, { description: 'Everything earned so far, in base units.' })
  accrued!: bigint;

  @Field(() => UsdValue, {
    description: 'Accrued at the price in force at the moment of the answer, not at those when it was earned.',
  })
  valueNow!: UsdValue;

  @Field(() => String, {
    nullable: true,
    description: 'Accrued in whole tokens, exactly; null when decimals are unknown.',
  })
  decimal!: string | null;
}
