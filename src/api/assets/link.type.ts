import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { PastMoment } from '../../read-models/chains/past-moment.js';
import { ConnectionOf } from '../paging/connection.js';
import { Relation, RoyaltyPolicy } from '../vocabulary/enums.js';
import { DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: 'A dependency of a child on a parent, with the royalty it owes.' })
export class Link {
  /** CAIP-19 id of the child; the schema shows the asset. */
  childId!: string;
  /** CAIP-19 id of the parent. */
  parentId!: string;
  /** As of which it is told; the present where there is none. */
  moment?: PastMoment | undefined;

  @Field(() => Relation, { description: 'Why the child depends on the parent.' })
  relation!: keyof typeof Relation;

  @Field(() => Int, {
    description: 'Royalty, in parts per million of what the policy says. 0 is a link without a royalty.',
  })
  royaltyPpm!: number;

  @Field(() => RoyaltyPolicy, { description: 'What the rate is taken of.' })
  policy!: keyof typeof RoyaltyPolicy;

  @Field(() => DateTimeScalar, { description: 'When these rules of the link were set, in chain time of the child.' })
  since!: number;

  @Field(() => Boolean, {
    description:
      'Whether the terms that the parent had when the link was set asked for a higher royalty or another policy, or allowed no derivatives.',
  })
  belowTerms!: boolean;

  @Field(() => Boolean, {
    description: 'Whether child and parent live on different chains: the royalty then goes through transit.',
  })
  crossesChains!: boolean;
}

@ObjectType({ description: 'A list of links.' })
export class LinkConnection extends ConnectionOf('Link', () => Link) {}
