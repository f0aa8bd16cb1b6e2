import { Field, ID, InterfaceType } from '@nestjs/graphql';

/** Anything that `node(id)` finds. Every implementation says its type in `__typename`. */
@InterfaceType({
  description: 'Anything with an id of its own, as node(id) finds it.',
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class Node {
  @Field(() => ID, {
    description:
      'A typed id: CAIP-2 of a chain (eip155:8453), CAIP-19 of an asset or token (eip155:8453/erc721:0x.../42, ' +
      'eip155:8453/erc20:0x...), address of a contributor (0x...), usage:<position> of a usage.',
  })
  id!: string;
}
