import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MomentConnectionOf } from '../paging/connection.js';
import { DateTimeScalar } from '../vocabulary/scalars.js';

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

  @Field(() => String, { description: 'Position of the event that published it.' })
  position!: string;

  @Field(() => String, { description: 'Hash of the transaction.' })
  txHash!: string;
}

@ObjectType({ description: 'A list of payout roots, newest first.' })
export class PayoutEpochConnection extends MomentConnectionOf('PayoutEpoch', () => PayoutEpoch) {}
