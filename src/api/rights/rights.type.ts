import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MomentConnectionOf } from '../paging/connection.js';
import { Token } from '../tokens/token.type.js';
import { DisputeOutcome } from '../vocabulary/enums.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: 'A licence to use an asset under terms, as it was granted. Its fee was paid as a usage.' })
export class License {
  /** CAIP-19 id of the asset; the schema shows the asset. */
  assetId!: string;

  @Field(() => String, { description: 'CAIP-2 id of the chain it was granted on.' })
  chain!: string;

  @Field(() => String, { description: 'Position of the event.' })
  position!: string;

  @Field(() => DateTimeScalar, { description: 'When it was granted, in chain time.' })
  granted!: number;

  @Field(() => DateTimeScalar, { description: 'When it ends.' })
  expiry!: number;

  @Field(() => String, { description: 'Address that holds it.' })
  licensee!: string;

  @Field(() => String, { description: 'Hash of the full text of the terms.' })
  termsHash!: string;

  @Field(() => BigIntScalar, { description: 'What it cost, in base units.' })
  fee!: bigint;

  @Field(() => Token, { description: 'What the fee was paid in.' })
  token!: Token;

  @Field(() => String, {
    nullable: true,
    description: 'Fee in whole tokens, exactly; null when decimals are unknown.',
  })
  decimal!: string | null;

  @Field(() => String, { description: 'Hash of the transaction.' })
  txHash!: string;
}

@ObjectType({ description: 'A list of licences, newest first.' })
export class LicenseConnection extends MomentConnectionOf('License', () => License) {}

@ObjectType({ description: 'A dispute about an asset. While one is open, what the asset keeps waits in suspense.' })
export class Dispute {
  /** CAIP-19 id of the asset; the schema shows the asset. */
  assetId!: string;

  @Field(() => String, {
    description: 'Its id, unique within the asset; empty where the registry does not number them.',
  })
  disputeId!: string;

  @Field(() => DateTimeScalar, { description: 'When it was raised, in chain time.' })
  opened!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was decided; null while it is open.' })
  decided!: number | null;

  @Field(() => DisputeOutcome, { nullable: true, description: 'How it was decided.' })
  outcome!: DisputeOutcome | null;

  @Field(() => String, {
    nullable: true,
    description: 'Address that gets what waited, where it is the first to be upheld; null for the treasury.',
  })
  beneficiary!: string | null;
}

@ObjectType({ description: 'A list of disputes, newest first.' })
export class DisputeConnection extends MomentConnectionOf('Dispute', () => Dispute) {}

@ObjectType({ description: 'A split that was announced: it divides nothing until it is set.' })
export class SplitAnnouncement {
  @Field(() => DateTimeScalar, { description: 'When it was announced, in chain time.' })
  announced!: number;

  @Field(() => DateTimeScalar, { description: 'From when it can be put in force.' })
  effectiveAt!: number;

  @Field(() => String, { description: 'Position of the event.' })
  position!: string;

  @Field(() => [Int], {
    description: 'Parts per million by role, in the order of the enum Role; the owner gets what is left.',
  })
  splitPpm!: number[];
}
