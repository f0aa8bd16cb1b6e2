import { Field, ObjectType } from '@nestjs/graphql';
import { Asset } from '../assets/asset.type.js';
import { Usage } from '../usages/usage.type.js';

@ObjectType({ description: 'Something that a search found. One of asset, contributor and usage is there.' })
export class SearchHit {
  @Field(() => String, { description: 'What to show.' })
  label!: string;

  @Field(() => String, { description: 'ASSET, CONTRIBUTOR or USAGE.' })
  kind!: string;

  @Field(() => Asset, { nullable: true, description: 'The asset found.' })
  asset!: Asset | null;

  @Field(() => String, { nullable: true, description: 'Address of the contributor found.' })
  contributor!: string | null;

  @Field(() => Usage, { nullable: true, description: 'The usage found.' })
  usage!: Usage | null;
}
