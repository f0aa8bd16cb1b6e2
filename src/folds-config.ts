import type { TributaryConfig } from '../config/tributary-config.js';
import type { SettlingWindow } from './domain/settlement/settling-chains.js';
import type { RecordedPrice } from './domain/value/price-list.js';

/** What of the configuration the folds need. */
export type FoldsConfig = Pick<TributaryConfig, 'interval'> & {
  chains: readonly { id: number; settles?: SettlingWindow | undefined; prices?: readonly RecordedPrice[] }[];
};
