import { Field, Int, ObjectType } from '@nestjs/graphql';
import { Role, RoyaltyPolicy } from '../vocabulary/enums.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: "One role's part of what an asset keeps." })
export class RoleShare {
  @Field(() => Role, { description: 'The role.' })
  role!: keyof typeof Role;

  @Field(() => Int, {
    description:
      'Its part, in parts per million. For OWNER: what the other roles leave, those without shares included.',
  })
  ppm!: number;

  @Field(() => BigIntScalar, { description: 'Shares in its pool; the owner is the one share of a pool of their own.' })
  totalShares!: bigint;

  @Field(() => Int, { description: 'Contributors who hold shares in it.' })
  contributors!: number;
}

@ObjectType({ description: 'A version of the content of an asset.' })
export class AssetVersion {
  @Field(() => Int, { description: 'Number, from 1.' })
  version!: number;

  @Field(() => String, { description: 'Hash of the content.' })
  contentHash!: string;

  @Field(() => String, { description: 'Where it is.' })
  uri!: string;

  @Field(() => DateTimeScalar, { description: 'When it was published, in chain time.' })
  time!: number;

  @Field(() => String, { description: 'Hash of the transaction.' })
  txHash!: string;
}

@ObjectType({ description: 'What anybody may do with an asset without asking.' })
export class Terms {
  @Field(() => Boolean, { description: 'Whether others may derive assets from it.' })
  derivativesAllowed!: boolean;

  @Field(() => Int, { description: 'Least royalty that a derived asset owes, in parts per million.' })
  minRoyaltyPpm!: number;

  @Field(() => RoyaltyPolicy, { description: 'What that rate is taken of.' })
  royaltyPolicy!: keyof typeof RoyaltyPolicy;

  @Field(() => Boolean, { description: 'Whether it may be used commercially.' })
  commercialUse!: boolean;

  @Field(() => String, { description: 'Hash of the full text of the terms.' })
  termsHash!: string;

  @Field(() => DateTimeScalar, { description: 'In force from, in chain time.' })
  since!: number;
}

@ObjectType({ description: 'How roles divided what an asset kept, from a moment on.' })
export class SplitChange {
  @Field(() => DateTimeScalar, { description: 'In force from, in chain time.' })
  since!: number;

  @Field(() => String, { description: 'Position of the event that set it.' })
  position!: string;

  @Field(() => [Int], {
    description: 'Parts per million by role, in the order of the enum Role; the owner gets what is left.',
  })
  splitPpm!: number[];
}
