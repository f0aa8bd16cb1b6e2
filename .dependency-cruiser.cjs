/**
 * Imports run one way (docs/ARCHITECTURE.md):
 * domain <- event-log <- fold <- {read-models, settlement} <- {api, exports, payouts}.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const spec = '\\.spec\\.ts$';
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: spec },
  to: { path: '^(src|indexer|local|bench|test|web|contracts)/', pathNot: allowed },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle has no direction: move what both need below them.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'The domain imports nothing outside itself, no package either.',
      from: { path: '^src/domain/', pathNot: spec },
      to: { pathNot: '^src/domain/' },
    },
    only(
      'event-log-imports-domain',
      '^src/event-log/',
      '^src/(domain|event-log)/',
      'The reader of the log knows events only.',
    ),
    only('fold-imports-down', '^src/fold/', '^src/(domain|event-log|fold)/', 'The engine knows no business.'),
    only(
      'read-models-import-down',
      '^src/read-models/',
      '^src/(domain|event-log|fold|read-models)/',
      'Read models stand on the fold.',
    ),
    only(
      'settlement-imports-down',
      '^src/settlement/',
      '^src/(domain|event-log|fold|settlement|read-models)/',
      'The settlement stands on the fold.',
    ),
    only(
      'verify-imports-down',
      '^src/verify/',
      '^src/(domain|event-log|fold|read-models|settlement|payouts|verify)/',
      'What adapters say is given to the proof by whoever composes it.',
    ),
    only(
      'api-imports-down',
      '^src/(api|exports)/',
      '^src/(domain|event-log|fold|read-models|settlement|api|exports|payouts|observability)/',
      'Faces are composed in src/app.module.ts only.',
    ),
    only(
      'payouts-import-down',
      '^src/payouts/',
      '^(src/(domain|event-log|fold|read-models|settlement|payouts)|contracts/generated)/',
      'Payouts stand on what is settled, and know the ABI of the vault.',
    ),
    only(
      'rankings-import-down',
      '^src/rankings/',
      '^src/(domain|event-log|fold|settlement|read-models|payouts|rankings)/',
      'Rankings stand on what vaults owe.',
    ),
    only(
      'indexer-stands-alone',
      '^indexer/',
      '^(indexer/|src/domain/|src/event-log/tables|contracts/generated/)',
      'The indexer shares the domain and the tables of the log with the service, nothing else.',
    ),
    {
      name: 'nobody-imports-tests',
      severity: 'error',
      comment: 'Product code does not know its tests.',
      from: { path: '^(src|indexer|config|db|local|contracts)/', pathNot: spec },
      to: { path: '^test/' },
    },
    {
      name: 'the-audit-is-independent',
      severity: 'error',
      comment: 'The audit proves the service right only as long as it shares nothing with it.',
      from: { path: '^test/audit/', pathNot: spec },
      to: { path: '^(src|indexer|local|db|config)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
