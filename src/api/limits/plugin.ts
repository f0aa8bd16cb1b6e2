import type { ApolloServerPlugin } from '@apollo/server';
import { type FragmentDefinitionNode, type DocumentNode, GraphQLError, Kind, OperationTypeNode } from 'graphql';
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
        refuseOther(operation?.operation);
        if (operation) measure(schema, operation, fragmentsOf(document), request.variables ?? {});
      },
      async willSendResponse({ contextValue }) {
        await contextValue.close();
      },
    };
  },
};

/** Over HTTP only queries are answered; execution would take anything else for a fault of ours. */
function refuseOther(kind: OperationTypeNode | undefined): void {
  if (kind === undefined || kind === OperationTypeNode.QUERY) return;
  const message =
    kind === OperationTypeNode.SUBSCRIPTION
      ? 'Subscriptions are answered over WebSocket: connect to /graphql with the protocol graphql-transport-ws.'
      : 'There are no mutations: what the ledger says comes from the chains only.';
  throw new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
}
