import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { createClient } from 'graphql-ws';
import { createRoot } from 'react-dom/client';
import { examplesAbout, FIND_SUBJECTS, subjectsIn } from './examples.js';
import './graphiql.css';

const origin = window.location.origin;
const fetcher = createGraphiQLFetcher({
  url: `${origin}/graphql`,
  wsClient: createClient({ url: `${origin.replace(/^http/, 'ws')}/graphql` }),
});

/** What there is to ask about; nothing where the service does not answer, which GraphiQL then shows itself. */
async function findSubjects(): Promise<Parameters<typeof subjectsIn>[0]> {
  try {
    const response = await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: FIND_SUBJECTS }),
    });
    return ((await response.json()) as { data?: Parameters<typeof subjectsIn>[0] }).data;
  } catch {
    return undefined;
  }
}

const examples = examplesAbout(subjectsIn(await findSubjects()), Date.now() / 1000);

createRoot(document.getElementById('graphiql')!).render(
  <GraphiQL
    fetcher={fetcher}
    defaultTabs={examples.map(({ query, variables }) => ({ query, variables, headers: null }))}
    isHeadersEditorEnabled={false}
    shouldPersistHeaders={false}
  />,
);
