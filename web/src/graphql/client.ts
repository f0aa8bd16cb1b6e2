import { cacheExchange, Client, fetchExchange, subscriptionExchange } from 'urql';
import { graphqlUrl } from '../url.js';
import { socket } from './socket.js';

/** The page's one door to the service. Answers are shown from the cache at once and fetched again behind it. */
export const client = new Client({
  url: graphqlUrl(),
  requestPolicy: 'cache-and-network',
  preferGetMethod: false,
  exchanges: [
    cacheExchange,
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: (request) => ({
        subscribe: (sink) => ({
          unsubscribe: socket.subscribe({ query: request.query ?? '', variables: request.variables }, sink),
        }),
      }),
    }),
  ],
});
