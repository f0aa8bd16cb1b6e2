import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { PastMoment } from '../../read-models/chains/past-moment.js';
import { Asset } from '../assets/asset.type.js';
import { Link } from '../assets/link.type.js';
import { AsOf } from '../chains/as-of.type.js';
import { Direction } from '../vocabulary/enums.js';

@ObjectType({ description: 'An asset in a lineage.' })
export class LineageNode {
  /** CAIP-19 id; the schema shows the asset. */
  assetId!: string;
  /** As of which it is told; the present where there is none. */
  moment?: PastMoment | undefined;

  @Field(() => Int, { description: 'Links on the shortest way from the root, which has 0.' })
  depth!: number;
}

@ObjectType({ description: 'What an asset was made from, or what was made from it.' })
export class Lineage {
  @Field(() => Asset, { description: 'Where the walk began.' })
  root!: Asset;

  @Field(() => Direction, { description: 'Which way it went.' })
  direction!: Direction;

  @Field(() => [LineageNode], { description: 'Every asset found once, nearest first, the root among them.' })
  nodes!: LineageNode[];

  @Field(() => [Link], { description: 'Every link between those assets that the walk passed.' })
  links!: Link[];

  @Field(() => Boolean, {
    description: 'True when the budget of nodes cut the answer. What lies beyond the depth asked for does not count.',
  })
  truncated!: boolean;

  @Field(() => AsOf, { description: 'The moment this answer is true at.' })
  asOf!: AsOf;
}
