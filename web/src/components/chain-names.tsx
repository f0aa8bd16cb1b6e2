import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { graphql } from '../generated/index.js';
import { useLiveQuery } from '../graphql/use-live-query.js';

const ChainNamesQuery = graphql(`
  query ChainNames {
    chains {
      id
      caip2
      name
    }
  }
`);

/** Told apart from the kinds' colours and from red and green, which mean status. */
const COLORS = ['#2a78d6', '#d97706', '#7c5cd6', '#0d9488', '#c2418a', '#64748b'];

interface ChainNames {
  /** CAIP-2 ids in the configured order. */
  readonly chains: readonly { caip2: string; name: string }[];
  readonly nameOf: (chain: string) => string;
  readonly colorOf: (chain: string) => string;
}

const Context = createContext<ChainNames>({ chains: [], nameOf: (chain) => chain, colorOf: () => COLORS[5]! });

/** Asks once for the chains' names, for every badge below it. */
export function ChainNamesProvider({ children }: { children: ReactNode }) {
  const { data } = useLiveQuery(ChainNamesQuery, {}, { poll_ms: 60_000 });
  const chains = data?.chains;
  const value = useMemo<ChainNames>(() => {
    const known = chains ?? [];
    const index = (chain: string) => known.findIndex((each) => each.caip2 === chain);
    return {
      chains: known,
      nameOf: (chain) => known[index(chain)]?.name ?? chain,
      colorOf: (chain) => COLORS[index(chain) < 0 ? 5 : index(chain) % COLORS.length]!,
    };
  }, [chains]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useChainNames(): ChainNames {
  return useContext(Context);
}
