import '@mantine/core/styles.css';
import './styles/base.css';
import './styles/frame.css';
import './styles/page.css';
import './styles/tables.css';
import './styles/charts.css';
import './styles/lineage.css';
import './styles/narrow.css';
import { MantineProvider } from '@mantine/core';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { client } from './graphql/client.js';
import { router } from './router.js';
import { theme } from './theme.js';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Provider value={client}>
        <RouterProvider router={router} />
      </Provider>
    </MantineProvider>
  </StrictMode>,
);
