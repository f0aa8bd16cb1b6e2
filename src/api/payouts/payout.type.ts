import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MomentConnectionOf } from '../paging/connection.js';
import { Token } from '../tokens/token.type.js';
import { PayoutCheck } from '../vocabulary/enums.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: 'A payout root that a vault has published: who can claim how much in all, as one hash.' })
export class PayoutEpoch {
  @Field(() => String, { description: 'CAIP-2 id of the chain of the vault.' })
  chain!: string;

  @Field(() => String, { description: 'Address of the vault.' })
  vault!: string;

  @Field(() => Int, { description: 'Its number.' })
  epoch!: number;

  @Field(() => String, { description: 'The Merkle root.' })
  root!: string;

  @Field(() => DateTimeScalar, { description: 'It covers what accrued on the chain of the vault up to here.' })
  mark!: number;

  @Field(() => DateTimeScalar, { description: 'It covers what was settled over chains up to here.' })
  remoteMark!: number;

  @Field(() => String, { description: 'Digest of the configuration of the settlement that it was made with.' })
  configurationDigest!: string;

  @Field(() => DateTimeScalar, { description: 'When it was published, in chain time.' })
  published!: number;

  @Field(() => DateTimeScalar, { description: 'From when claims can be made against it.' })
  activeFrom!: number;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When another took its place before it was active; null where none did.',
  })
  replaced!: number | null;

  @Field(() => Boolean, { description: 'Whether claims are made against it now.' })
  active!: boolean;

  @Field(() => PayoutCheck, { description: 'Whether the ledger, computing it again, comes to the same root.' })
  check!: PayoutCheck;

  @Field(() => String, {
    nullable: true,
    description: 'What computing it again has found, in words; null before that.',
  })
  finding!: string | null;

  @Field(() => String, { description: 'Position of the event that published it.' })
  position!: string;

  @Field(() => String, { description: 'Hash of the transaction.' })
  txHash!: string;
}

@ObjectType({
  description: "What a contributor can claim by a vault's active payout root, and what proves it to the vault.",
})
export class PayoutProof {
  @Field(() => String, { description: 'CAIP-2 id of the chain of the vault.' })
  chain!: string;

  @Field(() => String, { description: 'Address of the vault.' })
  vault!: string;

  @Field(() => Token, { description: 'What it is counted in.' })
  token!: Token;

  @Field(() => String, { description: 'Whose it is: anybody may claim in their name, the money goes to them.' })
  contributor!: string;

  @Field(() => Int, { description: 'The number of the root that it is proved against.' })
  epoch!: number;

  @Field(() => String, { description: 'That root.' })
  root!: string;

  @Field(() => BigIntScalar, { description: 'What the leaf says: all that was earned by its marks, in base units.' })
  cumulative!: bigint;

  @Field(() => BigIntScalar, { description: 'What was paid out of it already, in base units.' })
  claimed!: bigint;

  @Field(() => BigIntScalar, { description: 'What a claim pays now, in base units.' })
  claimable!: bigint;

  @Field(() => [String], { description: 'Hashes from the leaf to the root: the last argument of a claim.' })
  proof!: string[];
}

@ObjectType({ description: 'A list of payout roots, newest first.' })
export class PayoutEpochConnection extends MomentConnectionOf('PayoutEpoch', () => PayoutEpoch) {}
