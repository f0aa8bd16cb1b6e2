import type { TokenValueRow } from '../../domain/ledger/revenue-rows.js';
import type { TokenHistoryRow, TokenRow } from '../../domain/ledger/token-rows.js';
import { history, keyed, sums } from '../../fold/table.js';

const TOKEN_COLUMNS = {
  token: 'text',
  symbol: 'text?',
  decimals: 'long?',
  priceUsdE36: 'amount?',
  priceSource: 'text?',
  pricedAt: 'text?',
  pricedTime_s: 'long?',
} as const;

export const TOKEN = keyed<TokenRow>('token', { columns: TOKEN_COLUMNS, key: ['token'] });

/** What was known of each token from when: what a repricing looks up. */
export const TOKEN_HISTORY = history<TokenHistoryRow>('token_history', {
  columns: { position: 'text', time_s: 'long', ...TOKEN_COLUMNS },
  key: ['token', 'position'],
  position: 'position',
});

export const TOKEN_VALUE = sums<TokenValueRow>('token_value', {
  columns: { token: 'text', mark_s: 'long', pricedGross: 'amount', usdE18: 'amount', unpricedGross: 'amount' },
  key: ['token', 'mark_s'],
  sums: ['pricedGross', 'usdE18', 'unpricedGross'],
});
