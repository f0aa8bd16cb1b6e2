import type { CodegenConfig } from '@graphql-codegen/cli';

/**
 * Types of every query in the explorer, made from the committed schema:
 * `npx graphql-codegen --config web/codegen.ts`; with `--check` it only says whether they are current.
 */
const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['web/src/**/*.{ts,tsx}', '!web/src/generated/**'],
  ignoreNoDocuments: true,
  importExtension: '.js',
  generates: {
    'web/src/generated/': {
      preset: 'client',
      presetConfig: { fragmentMasking: false },
      config: {
        enumsAsTypes: true,
        useTypeImports: true,
        scalars: { BigInt: 'string', DateTime: 'string' },
        strictScalars: true,
      },
    },
  },
};

export default config;
