import { Field, ObjectType } from '@nestjs/graphql';
import { AsOf } from '../chains/as-of.type.js';
import { Token } from '../tokens/token.type.js';
import { UsdValue } from '../values/usd.type.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: 'What consumers paid for an asset in a piece of time.' })
export class RevenuePoint {
  @Field(() => DateTimeScalar, { description: 'Start of the piece.' })
  start!: number;

  @Field(() => DateTimeScalar, { description: 'End of the piece, not part of it.' })
  end!: number;

  @Field(() => Token, { description: 'What it is counted in.' })
  token!: Token;

  @Field(() => BigIntScalar, { description: 'Usages.' })
  usages!: bigint;

  @Field(() => BigIntScalar, { description: 'Units of use.' })
  units!: bigint;

  @Field(() => BigIntScalar, { description: 'What consumers paid, protocol fee included, in base units.' })
  gross!: bigint;

  @Field(() => BigIntScalar, { description: "The protocol's part of gross, in base units." })
  fee!: bigint;

  @Field(() => BigIntScalar, {
    description: 'The part of gross whose payer was among the people it paid, in base units.',
  })
  circularGross!: bigint;

  @Field(() => UsdValue, { description: 'What gross was worth, each usage by the price at its own position.' })
  value!: UsdValue;

  @Field(() => String, {
    nullable: true,
    description: 'Gross in whole tokens, exactly; null when decimals are unknown.',
  })
  decimal!: string | null;
}

@ObjectType({
  description:
    'One cell of a revenue table: a group, a piece of time, a token. Gross = protocolRevenue + contributorRevenue.',
})
export class RevenueRow {
  @Field(() => String, { description: 'What the row is about: the id, address or word that the cut groups by.' })
  key!: string;

  @Field(() => String, { description: 'The same for people: a name or symbol where there is one.' })
  label!: string;

  @Field(() => DateTimeScalar, { description: 'Start of the piece.' })
  start!: number;

  @Field(() => DateTimeScalar, { description: 'End of the piece, not part of it.' })
  end!: number;

  @Field(() => String, { description: 'CAIP-2 id of the chain that was paid on.' })
  chain!: string;

  @Field(() => Token, { description: 'What it is counted in.' })
  token!: Token;

  @Field(() => BigIntScalar, { description: 'Usages.' })
  usages!: bigint;

  @Field(() => BigIntScalar, { description: 'What consumers paid, in base units.' })
  gross!: bigint;

  @Field(() => BigIntScalar, { description: 'Fees of the protocol, in base units.' })
  protocolRevenue!: bigint;

  @Field(() => BigIntScalar, {
    description: 'What went to the people of the assets, executors and all, in base units.',
  })
  contributorRevenue!: bigint;

  @Field(() => BigIntScalar, { description: 'Usages whose payer was among the people they paid.' })
  circularUsages!: bigint;

  @Field(() => BigIntScalar, {
    description:
      'The part of gross whose payer was among the people it paid, by the rules at each usage, in base units: circularProtocolRevenue + circularContributorRevenue.',
  })
  circularGross!: bigint;

  @Field(() => BigIntScalar, { description: 'The part of protocolRevenue that comes of it, in base units.' })
  circularProtocolRevenue!: bigint;

  @Field(() => BigIntScalar, { description: 'The part of contributorRevenue that comes of it, in base units.' })
  circularContributorRevenue!: bigint;

  @Field(() => UsdValue, {
    description: 'What gross was worth, each usage by the price at its own position: protocolValue + contributorValue.',
  })
  value!: UsdValue;

  @Field(() => UsdValue, { description: 'The part of value that protocolRevenue has.' })
  protocolValue!: UsdValue;

  @Field(() => UsdValue, { description: 'The part of value that contributorRevenue has.' })
  contributorValue!: UsdValue;

  @Field(() => String, {
    nullable: true,
    description: 'Gross in whole tokens, exactly; null when decimals are unknown.',
  })
  decimal!: string | null;
}

@ObjectType({ description: 'Revenue by group, piece of time and token.' })
export class Revenue {
  @Field(() => [RevenueRow], { description: 'Oldest piece first, within it by key, chain and token.' })
  rows!: RevenueRow[];

  @Field(() => AsOf, { description: 'The moment this answer is true at.' })
  asOf!: AsOf;
}
