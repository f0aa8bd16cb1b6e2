import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { PastMoment } from '../../read-models/chains/past-moment.js';
import { ConnectionOf } from '../paging/connection.js';
import { Role } from '../vocabulary/enums.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: "A contributor's shares in one role's pool of one asset." })
export class Share {
  /** CAIP-19 id of the asset; the schema shows the asset. */
  assetId!: string;
  /** As of which it is told; the present where there is none. */
  moment?: PastMoment | undefined;

  @Field(() => Role, { description: 'What the shares are for.' })
  role!: keyof typeof Role;

  @Field(() => String, { description: 'Address of the contributor.' })
  contributor!: string;

  @Field(() => BigIntScalar, { description: 'Shares held.' })
  shares!: bigint;

  @Field(() => BigIntScalar, { description: "All shares of the role's pool." })
  totalShares!: bigint;

  @Field(() => DateTimeScalar, { description: 'When this number of shares was set, in chain time.' })
  since!: number;
}

@ObjectType({ description: 'A list of shares.' })
export class ShareConnection extends ConnectionOf('Share', () => Share) {
  @Field(() => Int, { description: 'Rows in the whole list.' })
  totalCount!: number;
}
