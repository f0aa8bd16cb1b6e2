/** What a server that lives for a test and is seldom busy would spend on itself. */
export const TEST_SETTINGS = {
  autovacuum: 'off',
  bgwriter_delay: '10s',
  io_method: 'sync',
  max_logical_replication_workers: '0',
  max_wal_senders: '0',
  wal_level: 'minimal',
} as const;
