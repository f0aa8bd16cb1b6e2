import type { ApolloServerPlugin } from '@apollo/server';
import { type FragmentDefinitionNode, type DocumentNode, Kind } from 'graphql';
import { RequestContext } from '../request/request-context.js';
import { measure } from './cost.js';

/** The fragments of a document by name. */
export function fragmentsOf(document: DocumentNode): Record<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  return Object.fromEntries(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** Refuses what would cost too much before it runs, and lets a request's connection go when it is answered. */
export const limitsPlugin: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, operation, request }) {
        if (operation) measure(schema, operation, fragmentsOf(document), request.variables ?? {});
      },
      async willSendResponse({ contextValue }) {
        await contextValue.close();
      },
    };
  },
};
