import { Field, ObjectType } from '@nestjs/graphql';
import { AsOf } from '../chains/as-of.type.js';
import { Token } from '../tokens/token.type.js';
import { ExplainPartKind, Role } from '../vocabulary/enums.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: 'One line of an explanation.' })
export class ExplainPart {
  /** Position of the usage behind the line; the schema shows the usage. */
  usagePosition!: string | null;
  /** CAIP-19 id of the asset; the schema shows the asset. */
  assetId!: string | null;

  @Field(() => ExplainPartKind, { description: 'What the line stands for.' })
  kind!: ExplainPartKind;

  @Field(() => Role, { nullable: true, description: 'The role it was earned in.' })
  role!: keyof typeof Role | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When.' })
  time!: number | null;

  @Field(() => BigIntScalar, { description: 'What the asset kept of it for its people, in base units.' })
  assetKept!: bigint;

  @Field(() => String, {
    description:
      "This contributor's part, in base units with up to 18 fractional digits; parts add up to the figure exactly with the FLOORING line.",
  })
  amount!: string;

  @Field(() => String, { description: 'The same in words, with the rules that applied.' })
  note!: string;
}

@ObjectType({ description: 'Where a figure comes from. Opening + figure = closing.' })
export class Explanation {
  /** CAIP-19 id of the asset; the schema shows the asset. */
  assetId!: string;

  @Field(() => String, { description: 'Address of the contributor.' })
  contributor!: string;

  @Field(() => Token, { description: 'What it is counted in.' })
  token!: Token;

  @Field(() => DateTimeScalar, { description: 'Start of what is explained.' })
  from!: number;

  @Field(() => DateTimeScalar, { description: 'End of it, not part of it.' })
  to!: number;

  @Field(() => BigIntScalar, { description: 'Accrued with this asset at the start, in base units.' })
  opening!: bigint;

  @Field(() => BigIntScalar, { description: 'Accrued with this asset at the end, in base units.' })
  closing!: bigint;

  @Field(() => BigIntScalar, { description: 'Earned in between, in base units.' })
  figure!: bigint;

  @Field(() => [ExplainPart], { description: 'Lines that add up to the figure.' })
  parts!: ExplainPart[];

  @Field(() => [String], { description: 'The rules in force, one sentence each, oldest first.' })
  rules!: string[];

  @Field(() => Boolean, {
    description: 'True when more usages were behind the figure than were asked for: the rest is one line.',
  })
  truncated!: boolean;

  @Field(() => AsOf, { description: 'The moment this answer is true at.' })
  asOf!: AsOf;
}
