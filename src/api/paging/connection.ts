import type { Type } from '@nestjs/common';
import { Field, Int, ObjectType } from '@nestjs/graphql';
import { AsOf } from '../chains/as-of.type.js';

@ObjectType({ description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether rows follow after endCursor.' })
  hasNextPage!: boolean;

  @Field(() => Boolean, { description: 'Whether the page was asked for with after.' })
  hasPreviousPage!: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first row of the page.' })
  startCursor!: string | null;

  @Field(() => String, { nullable: true, description: 'Cursor of the last row: give it as after for the next page.' })
  endCursor!: string | null;
}

export interface Edge<T> {
  cursor: string;
  node: T;
}

export interface Connection<T> {
  edges: Edge<T>[];
  pageInfo: PageInfo;
}

/** The Relay connection of a type, as classes of the schema named `<name>Edge` and (by who extends it) its connection. */
export function ConnectionOf<T>(name: string, node: () => Type<T>): abstract new () => Connection<T> {
  @ObjectType(`${name}Edge`, { description: 'One row of a list and where it stands.' })
  class RowEdge implements Edge<T> {
    @Field(() => String, { description: 'Opaque. Stays good while rows come and go around it.' })
    cursor!: string;

    @Field(node, { description: 'The row.' })
    node!: T;
  }

  @ObjectType({ isAbstract: true })
  abstract class Page implements Connection<T> {
    @Field(() => [RowEdge], { description: 'The rows of this page.' })
    edges!: Edge<T>[];

    @Field(() => PageInfo, { description: 'Where this page stands in the list.' })
    pageInfo!: PageInfo;
  }
  return Page;
}

/** {@link ConnectionOf} with the moment the page is true at. */
export function MomentConnectionOf<T>(
  name: string,
  node: () => Type<T>,
): abstract new () => Connection<T> & { asOf: AsOf } {
  @ObjectType({ isAbstract: true })
  abstract class MomentPage extends (ConnectionOf(name, node) as unknown as Type<Connection<T>>) {
    @Field(() => AsOf, { description: 'The moment this page is true at.' })
    asOf!: AsOf;
  }
  return MomentPage as unknown as abstract new () => Connection<T> & { asOf: AsOf };
}

/** {@link MomentConnectionOf} that also counts the whole list. */
export function CountedConnectionOf<T>(
  name: string,
  node: () => Type<T>,
): abstract new () => Connection<T> & { asOf: AsOf; totalCount: number } {
  @ObjectType({ isAbstract: true })
  abstract class CountedPage extends (MomentConnectionOf(name, node) as unknown as Type<
    Connection<T> & { asOf: AsOf }
  >) {
    @Field(() => Int, { description: 'Rows in the whole list.' })
    totalCount!: number;
  }
  return CountedPage as unknown as abstract new () => Connection<T> & { asOf: AsOf; totalCount: number };
}
