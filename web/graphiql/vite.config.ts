import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** GraphiQL from our own files: `vite build web/graphiql` writes web/dist/graphiql, beside the explorer. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/graphiql/',
  plugins: [react()],
  build: {
    outDir: '../dist/graphiql',
    emptyOutDir: true,
    sourcemap: false,
    chunkSizeWarningLimit: 6000,
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
});
