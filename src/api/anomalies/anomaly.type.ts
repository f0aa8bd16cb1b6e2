import { Field, ObjectType } from '@nestjs/graphql';
import { MomentConnectionOf } from '../paging/connection.js';
import { DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: 'Something a chain asked for that could not be, or not wholly, done.' })
export class Anomaly {
  /** CAIP-19 id of the asset; the schema shows the asset. */
  assetId!: string | null;

  @Field(() => String, {
    description: 'Position of the event; "settled:<vault>:<mark>" for what the settlement of an interval has found.',
  })
  position!: string;

  @Field(() => String, {
    nullable: true,
    description:
      'Position of the event that led to it. Of what a settlement has found: the event that had linked the asset last ' +
      'by then, or the one that came late; null where it was found before events were named.',
  })
  eventPosition!: string | null;

  @Field(() => String, { description: 'CAIP-2 id of the chain.' })
  chain!: string;

  @Field(() => DateTimeScalar, { description: 'When, in chain time.' })
  time!: number;

  @Field(() => String, { description: 'A word in capitals, for example LINK_LOOP.' })
  reason!: string;

  @Field(() => String, { description: 'One sentence for people.' })
  detail!: string;

  @Field(() => String, { description: 'Hash of the transaction of the event; empty where no event is named.' })
  txHash!: string;
}

@ObjectType({ description: 'A list of anomalies, newest first.' })
export class AnomalyConnection extends MomentConnectionOf('Anomaly', () => Anomaly) {}
