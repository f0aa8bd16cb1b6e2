import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { createClient } from 'graphql-ws';
import { createRoot } from 'react-dom/client';
import { EXAMPLES } from './examples.js';
import './graphiql.css';

const origin = window.location.origin;
const fetcher = createGraphiQLFetcher({
  url: `${origin}/graphql`,
  wsClient: createClient({ url: `${origin.replace(/^http/, 'ws')}/graphql` }),
});

createRoot(document.getElementById('graphiql')!).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={EXAMPLES.map(({ query, variables }) => ({ query, variables, headers: null }))}
    isHeadersEditorEnabled={false}
    shouldPersistHeaders={false}
  />,
);
