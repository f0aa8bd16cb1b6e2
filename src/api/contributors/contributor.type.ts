import { Field, ObjectType } from '@nestjs/graphql';
import { CountedConnectionOf } from '../paging/connection.js';
import { Node } from '../vocabulary/node.js';
import { DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({
  implements: () => [Node],
  description:
    'An address that owns, holds shares or executes. The same address on two chains is the same contributor.',
})
export class Contributor extends Node {
  readonly __typename = 'Contributor';

  @Field(() => String, { description: 'The address, lower case; the same as id.' })
  address!: string;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'First appearance on any chain, in its time. Null for an address never named.',
  })
  firstSeen!: number | null;
}

@ObjectType({ description: 'A list of contributors.' })
export class ContributorConnection extends CountedConnectionOf('Contributor', () => Contributor) {}
