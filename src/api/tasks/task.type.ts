import { Field, Int, ObjectType } from '@nestjs/graphql';
import { MomentConnectionOf } from '../paging/connection.js';
import { Token } from '../tokens/token.type.js';
import { ContributionSource, Role } from '../vocabulary/enums.js';
import { BigIntScalar, DateTimeScalar } from '../vocabulary/scalars.js';

@ObjectType({ description: 'What a task offers in one token, and what it has paid, in base units.' })
export class TaskReward {
  @Field(() => Token, { description: 'What it is paid in.' })
  token!: Token;

  @Field(() => BigIntScalar, { description: 'What the sponsor put in, in base units.' })
  budget!: bigint;

  @Field(() => BigIntScalar, { description: 'Base reward per accepted unit, in base units.' })
  baseReward!: bigint;

  @Field(() => BigIntScalar, { description: 'Bonus per accepted unit, in base units.' })
  bonusReward!: bigint;

  @Field(() => BigIntScalar, { description: 'Base rewards paid, in base units.' })
  paidBase!: bigint;

  @Field(() => BigIntScalar, { description: 'Bonuses paid, in base units.' })
  paidBonus!: bigint;
}

@ObjectType({ description: 'Work that a sponsor asks for and pays: what is accepted becomes shares of the asset.' })
export class Task {
  /** CAIP-19 id of the asset; the schema shows the asset. */
  assetId!: string;

  @Field(() => String, { description: 'CAIP-2 id of the chain.' })
  chain!: string;

  @Field(() => String, { description: 'Address of the contract that runs it.' })
  contract!: string;

  @Field(() => String, { description: 'Its id, unique within the contract.' })
  task!: string;

  @Field(() => String, { description: 'Address that pays for it.' })
  sponsor!: string;

  @Field(() => Role, { description: 'The role in which its contributors earn.' })
  role!: keyof typeof Role;

  @Field(() => DateTimeScalar, { description: 'When it was opened, in chain time.' })
  opened!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was closed; null while it is open.' })
  closed!: number | null;

  @Field(() => BigIntScalar, { description: 'Contributions handed in.' })
  submissions!: bigint;

  @Field(() => BigIntScalar, { description: 'Units handed in.' })
  submittedUnits!: bigint;

  @Field(() => BigIntScalar, { description: 'Units accepted, each by the latest review.' })
  acceptedUnits!: bigint;

  @Field(() => [TaskReward], { description: 'What it offers and has paid, by token.' })
  rewards!: TaskReward[];

  @Field(() => String, { description: 'Hash of the transaction that opened it.' })
  txHash!: string;
}

@ObjectType({ description: 'A list of tasks, newest first.' })
export class TaskConnection extends MomentConnectionOf('Task', () => Task) {}

@ObjectType({ description: 'A piece of work handed in for a task, and what its latest review made of it.' })
export class Contribution {
  /** CAIP-19 id of the asset; the schema shows the asset. */
  assetId!: string;

  @Field(() => String, { description: 'CAIP-2 id of the chain.' })
  chain!: string;

  @Field(() => String, { description: 'Address of the contract that runs the task.' })
  contract!: string;

  @Field(() => String, { description: 'Id of the task, unique within the contract.' })
  task!: string;

  @Field(() => String, { description: 'Address that handed it in.' })
  contributor!: string;

  @Field(() => String, { description: 'Hash of the work.' })
  contentHash!: string;

  @Field(() => BigIntScalar, { description: 'Units handed in, as the task counts them.' })
  units!: bigint;

  @Field(() => ContributionSource, { description: 'Who or what made it.' })
  source!: ContributionSource;

  @Field(() => [String], { description: 'What it is about, in the words of the contributor.' })
  tags!: string[];

  @Field(() => DateTimeScalar, { description: 'When it was handed in, in chain time.' })
  submitted!: number;

  @Field(() => Int, { description: 'How often it was reviewed.' })
  reviews!: number;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it was last reviewed.' })
  reviewed!: number | null;

  @Field(() => String, { nullable: true, description: 'Address of who reviewed it last.' })
  reviewer!: string | null;

  @Field(() => BigIntScalar, { nullable: true, description: 'Units accepted; null before the first review.' })
  acceptedUnits!: bigint | null;

  @Field(() => Int, { nullable: true, description: 'Score of the latest review, in parts per million.' })
  scorePpm!: number | null;

  @Field(() => String, { description: 'Hash of the transaction that handed it in.' })
  txHash!: string;
}

@ObjectType({ description: 'A list of contributions, newest first.' })
export class ContributionConnection extends MomentConnectionOf('Contribution', () => Contribution) {}
