import type { Adapter } from './adapter.js';
import { referenceAdapter } from './reference/adapter.js';

/** Every adapter by the name that configuration gives it. */
export const ADAPTERS: Readonly<Record<string, Adapter>> = Object.fromEntries(
  [referenceAdapter].map((adapter) => [adapter.name, adapter]),
);
