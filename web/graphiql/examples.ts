/** A query to begin with: the first line says what it shows. */
export interface Example {
  readonly query: string;
  readonly variables: string | null;
}

/** What the examples ask about: something that is there. */
export interface Subjects {
  /** CAIP-19 ids. */
  readonly asset: string;
  readonly earningAsset: string;
  readonly token: string;
  /** Address. */
  readonly contributor: string;
}

const ANY: Subjects = {
  asset: `eip155:31337/erc721:0x${'0'.repeat(40)}/1`,
  earningAsset: `eip155:31337/erc721:0x${'0'.repeat(40)}/1`,
  token: `eip155:31337/erc20:0x${'0'.repeat(40)}`,
  contributor: `0x${'0'.repeat(40)}`,
};

/** Finds {@link Subjects}. */
export const FIND_SUBJECTS = `{
  assets(first: 1, orderBy: MOST_USED) { edges { node { id } } }
  contributors(first: 1) { edges { node { address earningsByAsset(first: 1) { asset { id } token { id } } } } }
}`;

interface Found {
  assets: { edges: { node: { id: string } }[] };
  contributors: {
    edges: { node: { address: string; earningsByAsset: { asset: { id: string }; token: { id: string } }[] } }[];
  };
}

/** The subjects in an answer to {@link FIND_SUBJECTS}; made-up ones for what is not there yet. */
export function subjectsIn(found: Found | undefined): Subjects {
  const asset = found?.assets.edges[0]?.node.id ?? ANY.asset;
  const person = found?.contributors.edges[0]?.node;
  const earning = person?.earningsByAsset[0];
  return {
    asset,
    earningAsset: earning?.asset.id ?? asset,
    token: earning?.token.id ?? ANY.token,
    contributor: person?.address ?? ANY.contributor,
  };
}

const example = (query: string, variables: Record<string, unknown> | null = null): Example => ({
  query: query.trimStart(),
  variables: variables && JSON.stringify(variables, null, 2),
});

const MONTH_S = 31 * 86_400;

/** What the tabs of GraphiQL hold when it is opened first. @param now_s seconds since 1970 */
export function examplesAbout(
  { asset, earningAsset, token, contributor }: Subjects,
  now_s: number,
): readonly Example[] {
  const day = (time_s: number): string => `${new Date(time_s * 1000).toISOString().slice(0, 10)}T00:00:00Z`;
  return [
    example(`
# The chains that are followed, and the whole ledger in a few figures.
query Overview {
  chains { caip2 name status headBlock foldedBlock finalizedBlock settledTo events retractions }
  totals { assets contributors usages links gross { decimal token { symbol chain } } }
}
`),
    example(`
# The most used assets, what they brought and what they were made from.
query MostUsed {
  assets(first: 5, orderBy: MOST_USED) {
    totalCount
    edges {
      node {
        id
        name
        kind
        usageCount
        split { role ppm contributors }
        earnings { decimal token { symbol } }
        parents { relation royaltyPpm crossesChains parent { name chain } }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`),
    example(
      `
# What a model is made from, over the borders of chains. Take the id of any asset.
query Lineage($asset: ID!) {
  lineage(asset: $asset, direction: UP, depth: 5) {
    truncated
    nodes { depth asset { id name kind chain } }
    links { relation royaltyPpm crossesChains child { name } parent { name } }
  }
}
`,
      { asset },
    ),
    example(`
# Who holds most, what they have and what they earned by day.
query Contributors {
  contributors(first: 3, orderBy: HOLDINGS) {
    edges {
      node {
        address
        balances { chain decimal accrued settled token { symbol } }
        earnings(bucket: DAY) { start amount opening closing provisional token { symbol } }
        earningsByAsset(first: 5) { role decimal asset { id name } token { symbol } }
      }
    }
  }
}
`),
    example(
      `
# The usages behind what somebody earned with an asset, and the rules that divided them.
query Explain($contributor: String!, $asset: ID!, $token: String!, $from: DateTime!, $to: DateTime!) {
  explain(contributor: $contributor, asset: $asset, token: $token, from: $from, to: $to, maxUsages: 20) {
    opening figure closing truncated rules
    parts { kind amount assetKept note usage { receiptId operation amount } }
  }
}
`,
      {
        contributor,
        asset: earningAsset,
        token,
        from: day(now_s - MONTH_S),
        to: day(now_s + 86_400),
      },
    ),
    example(`
# What consumers paid, by operation and day.
query Revenue {
  revenue(groupBy: OPERATION, bucket: DAY) {
    rows { start label usages gross protocolRevenue contributorRevenue decimal token { symbol chain } }
  }
}
`),
    example(`
# Usages as they are folded. Give the last position received as after to resume.
subscription Usages {
  usageRecorded { position time operation decimal token { symbol } asset { name } consumer }
}
`),
  ];
}
