import { Field, Int, ObjectType } from '@nestjs/graphql';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';
import { ChainStatus } from '../vocabulary/enums.js';
import { Node } from '../vocabulary/node.js';

@ObjectType({
  implements: () => [Node],
  description: 'A chain that is followed: what its log holds and how far it is folded.',
})
export class Chain extends Node {
  readonly __typename = 'Chain';

  @Field(() => String, { description: 'CAIP-2 id, the same as id.' })
  caip2!: string;

  @Field(() => Int, { description: 'EIP-155 chain id.' })
  chainId!: number;

  @Field(() => String, { description: 'Name given by the configuration.' })
  name!: string;

  @Field(() => ChainStatus, { description: 'How the chain is being followed.' })
  status!: ChainStatus;

  @Field(() => String, { nullable: true, description: 'Why the chain is halted or stalled, in one sentence.' })
  statusReason!: string | null;

  @Field(() => Int, { nullable: true, description: 'Number of the newest block that the log has seen.' })
  headBlock!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Timestamp of the newest block.' })
  headTime!: number | null;

  @Field(() => Int, { nullable: true, description: 'Number of the finalized block.' })
  finalizedBlock!: number | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Timestamp of the finalized block.' })
  finalizedTime!: number | null;

  @Field(() => Int, { nullable: true, description: 'Number of the block that the fold has reached.' })
  foldedBlock!: number | null;

  @Field(() => BigIntScalar, { description: 'Canonical events in the log, what forks took back left out.' })
  events!: bigint;

  @Field(() => BigIntScalar, { description: 'Batches of the log, appending and retracting.' })
  batches!: bigint;

  @Field(() => Int, { description: 'Batches that took something back: forks, repairs, decodings.' })
  retractions!: number;

  @Field(() => String, {
    nullable: true,
    description: 'Digest rolled over the raw logs, to compare with other operators.',
  })
  rawDigest!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Digest rolled over kinds and payloads of the canonical events.',
  })
  canonicalDigest!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The mark to which money that crossed chains into vaults of this chain is settled.',
  })
  settledTo!: number | null;
}
