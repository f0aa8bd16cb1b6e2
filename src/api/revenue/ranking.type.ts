import { Field, ObjectType } from '@nestjs/graphql';
import { AsOf } from '../chains/as-of.type.js';
import { Amount } from '../tokens/token.type.js';
import { BigIntScalar } from '../vocabulary/scalars.js';

@ObjectType({
  description:
    'What a group of usages brought over all tokens and chains, each usage by the price at its own position.',
})
export class RankedRevenue {
  @Field(() => String, { description: 'What the row is about: the id, address or word that the cut groups by.' })
  key!: string;

  @Field(() => String, { description: 'The same for people: a name or symbol where there is one.' })
  label!: string;

  @Field(() => BigIntScalar, { description: 'Usages.' })
  usages!: bigint;

  @Field(() => String, {
    description: 'What consumers paid, in US dollars as decimal text: protocolUsd + contributorUsd.',
  })
  usd!: string;

  @Field(() => String, { description: 'Fees of the protocol, in US dollars.' })
  protocolUsd!: string;

  @Field(() => String, { description: 'What went to the people of the assets, in US dollars.' })
  contributorUsd!: string;

  @Field(() => String, { description: 'The part of usd whose payer was among the people it paid, in US dollars.' })
  circularUsd!: string;

  @Field(() => [Amount], { description: 'What no price was known for, per token: not in the dollars.' })
  missing!: Amount[];
}

@ObjectType({ description: 'Groups of usages by what they brought.' })
export class RevenueRanking {
  @Field(() => [RankedRevenue], { description: 'Greatest worth first.' })
  rows!: RankedRevenue[];

  @Field(() => AsOf, { description: 'The moment this answer is true at.' })
  asOf!: AsOf;
}
