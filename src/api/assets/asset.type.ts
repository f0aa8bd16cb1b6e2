import { Field, InputType, Int, ObjectType } from '@nestjs/graphql';
import type { PastMoment } from '../../read-models/chains/past-moment.js';
import { CountedConnectionOf } from '../paging/connection.js';
import { AssetKind, AssetStatus } from '../vocabulary/enums.js';
import { Node } from '../vocabulary/node.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({
  implements: () => [Node],
  description:
    'A registered dataset, model, agent or other AI asset; or one that others name and no registry has announced yet.',
})
export class Asset extends Node {
  readonly __typename = 'Asset';

  /** As of which it is told; the present where there is none. The schema shows nothing of it. */
  moment?: PastMoment | undefined;

  @Field(() => String, { description: 'CAIP-2 id of its home chain: only events there change its rules.' })
  chain!: string;

  @Field(() => String, { description: 'Address of its registry, lower case.' })
  registry!: string;

  @Field(() => BigIntScalar, { description: 'Its token id in the registry.' })
  tokenId!: bigint;

  @Field(() => Boolean, {
    description: 'False while it is only named by links or usages: what it earns waits in suspense.',
  })
  registered!: boolean;

  @Field(() => AssetKind, { nullable: true, description: 'What it is. Null while it is not registered.' })
  kind!: keyof typeof AssetKind | null;

  @Field(() => String, { nullable: true, description: "Its name, in the registrar's words." })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'Address of its owner.' })
  owner!: string | null;

  @Field(() => AssetStatus, { description: 'Whether it is open for use.' })
  status!: keyof typeof AssetStatus;

  @Field(() => String, { nullable: true, description: 'Hash of the content of its newest version.' })
  contentHash!: string | null;

  @Field(() => String, { nullable: true, description: 'Where its metadata is, as registered.' })
  metadataUri!: string | null;

  @Field(() => Int, { description: 'Number of its newest version; the registration is version 1.' })
  version!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was registered, in chain time.' })
  registeredAt!: number | null;

  @Field(() => String, { nullable: true, description: 'Hash of the transaction that registered it.' })
  registeredIn!: string | null;
}

@ObjectType({ description: 'A list of assets.' })
export class AssetConnection extends CountedConnectionOf('Asset', () => Asset) {}

@InputType({ description: 'Which assets. Conditions add up.' })
export class AssetFilter {
  @Field(() => String, { nullable: true, description: 'CAIP-2 id of the home chain.' })
  chain?: string | null;

  @Field(() => AssetKind, { nullable: true, description: 'What the asset is.' })
  kind?: keyof typeof AssetKind | null;

  @Field(() => AssetStatus, { nullable: true, description: 'Whether it is open for use.' })
  status?: keyof typeof AssetStatus | null;

  @Field(() => String, { nullable: true, description: 'Address of the owner.' })
  owner?: string | null;

  @Field(() => String, { nullable: true, description: 'Part of the name, in any letter case.' })
  search?: string | null;
}
