import { Field, Int, ObjectType } from '@nestjs/graphql';
import { DateTimeScalar } from '../vocabulary/scalars.js';
import { ChainStatus } from '../vocabulary/enums.js';

@ObjectType({ description: 'How far one chain had been folded.' })
export class ChainMoment {
  @Field(() => String, { description: 'CAIP-2 id of the chain.' })
  chain!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Position of the last event that counts: 40 digits that sort within the chain. Null before the first.',
  })
  position!: string | null;

  @Field(() => Int, { nullable: true, description: 'Number of the last block that counts.' })
  blockNumber!: number | null;

  @Field(() => String, { nullable: true, description: 'Hash of that block.' })
  blockHash!: string | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: "The chain's time: the latest timestamp among its blocks that hold our events.",
  })
  time!: number | null;

  @Field(() => Int, { nullable: true, description: 'Number of the finalized block: no fork reaches it.' })
  finalizedBlock!: number | null;

  @Field(() => ChainStatus, { description: 'How the chain is being followed.' })
  status!: ChainStatus;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'The mark to which money that crossed chains into vaults of this chain is settled.',
  })
  settledTo!: number | null;
}

@ObjectType({ description: 'The moment an answer is true at: one position per chain.' })
export class AsOf {
  @Field(() => [ChainMoment], { description: 'One moment per chain, in the order of chain ids.' })
  chains!: ChainMoment[];
}
