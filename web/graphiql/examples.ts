/** A query to begin with: the first line says what it shows. */
export interface Example {
  readonly query: string;
  readonly variables: string | null;
}

const example = (query: string, variables: Record<string, unknown> | null = null): Example => ({
  query: query.trimStart(),
  variables: variables && JSON.stringify(variables, null, 2),
});

/** What the tabs of GraphiQL hold when it is opened first. */
export const EXAMPLES: readonly Example[] = [
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
    { asset: 'eip155:31337/erc721:0x5fbdb2315678afecb367f032d93f642f64180aa3/1' },
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
      contributor: '0x0000000000000000000000000000000000000000',
      asset: 'eip155:31337/erc721:0x5fbdb2315678afecb367f032d93f642f64180aa3/1',
      token: 'eip155:31337/erc20:0x0000000000000000000000000000000000000000',
      from: '2026-11-01T00:00:00Z',
      to: '2026-12-01T00:00:00Z',
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
