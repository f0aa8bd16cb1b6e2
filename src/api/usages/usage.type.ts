import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { MomentConnectionOf } from '../paging/connection.js';
import { Token } from '../tokens/token.type.js';
import { HoldState, Operation, Settlement } from '../vocabulary/enums.js';
import { UsdValue } from '../values/usd.type.js';
import { Node } from '../vocabulary/node.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: 'What became of a usage whose money was held back when it was recorded.' })
export class Hold {
  @Field(() => HoldState, { description: 'Where its money is.' })
  state!: HoldState;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was decided, in chain time.' })
  decidedTime!: number | null;

  @Field(() => String, { nullable: true, description: 'Position of the event that decided it.' })
  decidedAt!: string | null;

  @Field(() => String, { nullable: true, description: 'Why, in the words of the contract.' })
  reason!: string | null;
}

@ObjectType({ implements: () => [Node], description: 'One use of an asset, paid for.' })
export class Usage extends Node {
  readonly __typename = 'Usage';
  /** CAIP-19 id of the asset; the schema shows the asset. */
  assetId!: string;

  @Field(() => String, { description: 'Where it stands in the order of its chain: 40 digits that sort.' })
  position!: string;

  @Field(() => String, { description: 'CAIP-2 id of the chain it was paid on.' })
  chain!: string;

  @Field(() => String, { description: 'Address that paid.' })
  consumer!: string;

  @Field(() => String, { nullable: true, description: 'Address of the application it came through.' })
  application!: string | null;

  @Field(() => Operation, { description: 'What was done.' })
  operation!: keyof typeof Operation;

  @Field(() => BigIntScalar, { description: 'Units of use, as the meter counts them (calls, tokens, seconds).' })
  units!: bigint;

  @Field(() => Token, { description: 'What was paid in.' })
  token!: Token;

  @Field(() => BigIntScalar, { description: 'What the consumer paid, protocol fee included, in base units.' })
  amount!: bigint;

  @Field(() => BigIntScalar, { description: "The protocol's part of it, in base units." })
  fee!: bigint;

  @Field(() => String, {
    nullable: true,
    description: 'Amount in whole tokens, exactly; null when decimals are unknown.',
  })
  decimal!: string | null;

  @Field(() => UsdValue, {
    description:
      'What the amount was worth at the position where its money was divided; for a held one, at its release.',
  })
  value!: UsdValue;

  @Field(() => String, { nullable: true, description: 'Address of who ran it.' })
  executor!: string | null;

  @Field(() => String, { description: 'Receipt id, unique within the chain and the usage contract.' })
  receiptId!: string;

  @Field(() => String, { nullable: true, description: 'Receipt of the usage that this one was made for.' })
  parentReceiptId!: string | null;

  @Field(() => String, { description: 'SETTLED, HELD or REVERSED. A held usage that is released is SETTLED.' })
  status!: string;

  @Field(() => Hold, { nullable: true, description: 'What became of it, where it was held.' })
  hold!: Hold | null;

  @Field(() => Settlement, { description: 'Who pays its people.' })
  settlement!: Settlement;

  @Field(() => Boolean, {
    description:
      'Whether the payer was among the people it paid, by the rules where it was divided: executor, owners, holders of shares.',
  })
  circular!: boolean;

  @Field(() => DateTimeScalar, { description: 'When, in chain time.' })
  time!: number;

  @Field(() => Int, { description: 'Number of its block.' })
  blockNumber!: number;

  @Field(() => String, { description: 'Hash of its transaction.' })
  txHash!: string;

  @Field(() => String, { description: 'Address of the contract that metered it.' })
  usageContract!: string;

  @Field(() => String, { description: 'Address of the vault that holds the money.' })
  vault!: string;

  @Field(() => Boolean, { description: 'Whether the asset lives on another chain than the payment.' })
  crossesChains!: boolean;
}

@ObjectType({ description: 'A list of usages, newest first.' })
export class UsageConnection extends MomentConnectionOf('Usage', () => Usage) {}

@InputType({ description: 'Which usages. Conditions add up.' })
export class UsageFilter {
  @Field(() => String, { nullable: true, description: 'CAIP-2 id of the chain paid on.' })
  chain?: string | null;

  @Field(() => ID, { nullable: true, description: 'CAIP-19 id of the asset.' })
  asset?: string | null;

  @Field(() => String, { nullable: true, description: 'Address that paid.' })
  consumer?: string | null;

  @Field(() => String, { nullable: true, description: 'Address of the application.' })
  application?: string | null;

  @Field(() => Operation, { nullable: true, description: 'What was done.' })
  operation?: keyof typeof Operation | null;

  @Field(() => String, { nullable: true, description: 'Address of the token.' })
  token?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'From this time on.' })
  from?: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Before this time.' })
  to?: number | null;
}
