import { Field, ObjectType } from '@nestjs/graphql';
import { MomentConnectionOf } from '../paging/connection.js';
import { DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: 'Something a chain asked for that could not be, or not wholly, done.' })
export class Anomaly {
  /** CAIP-19 id of the asset; the schema shows the asset. */
  assetId!: string | null;

  @Field(() => String, { description: 'Position of the event.' })
  position!: string;

  @Field(() => String, { description: 'CAIP-2 id of the chain.' })
  chain!: string;

  @Field(() => DateTimeScalar, { description: 'When, in chain time.' })
  time!: number;

  @Field(() => String, { description: 'A word in capitals, for example LINK_LOOP.' })
  reason!: string;

  @Field(() => String, { description: 'One sentence for people.' })
  detail!: string;

  @Field(() => String, { description: 'Hash of the transaction.' })
  txHash!: string;
}

@ObjectType({ description: 'A list of anomalies, newest first.' })
export class AnomalyConnection extends MomentConnectionOf('Anomaly', () => Anomaly) {}
