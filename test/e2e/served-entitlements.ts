import type { Entitlement } from '../audit/books.js';
import type { ClaimedSums } from '../audit/compare.js';
import type { AuditRole } from '../audit/events.js';
import type { Deployment } from '../support/system.js';

type Asked = Pick<Deployment, 'graphql'>;

const ADDRESSES = `
  query ($after: String) {
    contributors(first: 100, after: $after, orderBy: ADDRESS) {
      edges { node { address } }
      pageInfo { hasNextPage endCursor }
    }
  }`;

/** What one person has earned. */
export const CONTRIBUTOR = `
  query ($address: String!) {
    contributor(address: $address) {
      address
      balances { chain vault source token { address } accrued settled claimable claimed overpaid unpublished }
      earningsByAsset(first: 1000) { asset { id } role source chain vault token { address } accrued }
    }
  }`;

/** Questions that are under way at the same time. */
const ASKED_AT_ONCE = 2;

interface Purse {
  chain: string;
  vault: string;
  token: { address: string };
  source: 'VAULT' | 'DIRECT' | 'REWARD';
  accrued: string;
}

export interface ServedContributor {
  address: string;
  balances: (Purse & {
    settled: string;
    claimable: string;
    claimed: string;
    overpaid: string;
    unpublished: string;
  })[];
  earningsByAsset: (Purse & { asset: { id: string }; role: AuditRole })[];
}

interface Page {
  contributors: {
    edges: { node: { address: string } }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

/** Every contributor the API knows, with what it says they have earned. */
export async function readContributors(deployment: Asked): Promise<ServedContributor[]> {
  const all: ServedContributor[] = [];
  for (let after: string | null = null; ;) {
    const { contributors }: Page = await deployment.graphql<Page>(ADDRESSES, { after });
    const { edges } = contributors;
    for (let start = 0; start < edges.length; start += ASKED_AT_ONCE) {
      const asked = edges.slice(start, start + ASKED_AT_ONCE).map(({ node }) => readContributor(deployment, node));
      all.push(...(await Promise.all(asked)));
    }
    if (!contributors.pageInfo.hasNextPage) return all;
    after = contributors.pageInfo.endCursor;
  }
}

async function readContributor(deployment: Asked, of: { address: string }): Promise<ServedContributor> {
  return (await deployment.graphql<{ contributor: ServedContributor }>(CONTRIBUTOR, of)).contributor;
}

export type ServedEntitlement = Entitlement & { amount: bigint };

/**
 * What the API says people are entitled to in our vaults. It shows an executor's earnings under
 * COMPUTE_PROVIDER and what upheld disputes gave under OWNER; they are taken off here, for they are compared
 * on their own.
 */
export function entitlementsOf(
  contributors: readonly ServedContributor[],
  { executors, upheld }: Pick<ClaimedSums, 'executors' | 'upheld'>,
): ServedEntitlement[] {
  return contributors.flatMap(({ address, earningsByAsset }) =>
    earningsByAsset.flatMap(({ asset, role, source, chain, vault, token, accrued }) => {
      if (source !== 'VAULT') return [];
      const vaultChain = Number(chain.replace('eip155:', ''));
      const key = `${address}|${asset.id}|${vaultChain}|${vault}|${token.address}`;
      const atOnce = role === 'COMPUTE_PROVIDER' ? executors : role === 'OWNER' ? upheld : undefined;
      const of = { contributor: address, asset: asset.id, role, vaultChain, vault, token: token.address };
      return [{ ...of, amount: BigInt(accrued) - (atOnce?.get(key) ?? 0n) }];
    }),
  );
}

/** Where a contributor's balances are not the sum of what they earned by asset, or of their states. */
export function unequalBalances(contributors: readonly ServedContributor[]): string[] {
  const differences: string[] = [];
  for (const { address, balances, earningsByAsset } of contributors) {
    for (const { vault, accrued, claimable, claimed, overpaid, unpublished } of balances) {
      const rest = BigInt(accrued) + BigInt(overpaid) - BigInt(claimable) - BigInt(claimed) - BigInt(unpublished);
      if (rest !== 0n) differences.push(`${address} in ${vault}: ${rest} of what is accrued is in no state`);
    }
    const sums = new Map<string, bigint>();
    for (const purse of earningsByAsset) increase(sums, purse, BigInt(purse.accrued));
    for (const purse of balances) increase(sums, purse, -BigInt(purse.accrued));
    for (const [purse, rest] of sums) {
      if (rest !== 0n) differences.push(`${address} in ${purse}: ${rest} more by asset than in the balance`);
    }
  }
  return differences;
}

function increase(sums: Map<string, bigint>, { chain, vault, token, source }: Purse, amount: bigint): void {
  const key = `${chain}|${vault}|${token.address}|${source}`;
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}
