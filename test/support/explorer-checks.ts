import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { accessibilityFaults, sidewaysOverflow, watchPage, wears } from './page-watch.js';
import { until } from './until.js';

export interface ExplorerOptions {
  /** Makes a usage happen; without it the system under test is expected to be used by itself. */
  causeUsage?: () => Promise<void>;
  limit_ms?: number;
}

/** Asks the service's GraphQL. @throws Error with its first error */
export type Ask = <R>(query: string, variables?: Record<string, unknown>) => Promise<R>;

export function asker(baseUrl: string): Ask {
  return async <R>(query: string, variables: Record<string, unknown> = {}): Promise<R> => {
    const response = await fetch(new URL('/graphql', baseUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: R; errors?: { message: string }[] };
    if (errors?.length || !data) throw new Error(errors?.[0]?.message ?? `HTTP ${response.status} without data`);
    return data;
  };
}

/**
 * Goes through the explorer as a reader would, against any running system that has assets with lineage,
 * contributors with earnings, and usages arriving.
 * @throws AssertionError at the first thing that is not as GraphQL says or as a reader may expect
 */
export async function checkExplorer(page: Page, baseUrl: string, options: ExplorerOptions = {}): Promise<void> {
  const watch = watchPage(page, baseUrl);
  const ask = asker(baseUrl);
  await checkOverview(page, baseUrl, options);
  const asset = await assetWithLineage(ask);
  await checkAssetPage(page, baseUrl, ask, asset);
  await checkExports(baseUrl, asset);
  await checkSearch(page, baseUrl, ask, asset);
  const contributor = await contributorWithEarnings(ask);
  await checkContributorPage(page, baseUrl, ask, contributor);
  await checkExplanation(page);
  await checkPlainSentences(page, baseUrl);
  await checkEverywhere(page, baseUrl, asset, contributor);
  assert.deepEqual(watch.faults, [], 'the pages ran without errors and asked no other host');
}

/** The overview shows totals and chains, and usages arrive by themselves. */
export async function checkOverview(page: Page, baseUrl: string, options: ExplorerOptions = {}): Promise<void> {
  const { limit_ms = 30_000 } = options;
  await page.goto(baseUrl);
  await page.getByTestId('totals').getByText(/\d/).first().waitFor();
  await page.locator('[data-testid=feed-state][data-state=live]').waitFor({ timeout: limit_ms });
  await page.locator('[data-testid=feed] tbody tr').first().waitFor();
  await options.causeUsage?.();
  // A row is marked as new only when the usage came after the page was opened.
  await page.locator('[data-testid=feed] tbody tr[data-new]').first().waitFor({ timeout: limit_ms });
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.locator('[data-testid=feed-state][data-state=paused]').waitFor();
  await page.getByRole('button', { name: 'Go on' }).click();
  await page.locator('[data-testid=feed-state][data-state=live]').waitFor({ timeout: limit_ms });
}

interface LineageAnswer {
  nodes: { asset: { id: string } }[];
  links: { child: { id: string }; parent: { id: string } }[];
}

const LINEAGE = `query ($asset: ID!) {
  up: lineage(asset: $asset, direction: UP, depth: 4, maxNodes: 250) { ...Answer }
  down: lineage(asset: $asset, direction: DOWN, depth: 4, maxNodes: 250) { ...Answer }
}
fragment Answer on Lineage { nodes { asset { id } } links { child { id } parent { id } } }`;

async function drawnSizes(ask: Ask, asset: string): Promise<{ nodes: number; links: number }> {
  const { up, down } = await ask<{ up: LineageAnswer; down: LineageAnswer }>(LINEAGE, { asset });
  return {
    nodes: new Set([...up.nodes, ...down.nodes].map((node) => node.asset.id)).size,
    links: new Set([...up.links, ...down.links].map(({ child, parent }) => `${child.id}>${parent.id}`)).size,
  };
}

/** The much used asset with the most relatives. */
export async function assetWithLineage(ask: Ask): Promise<string> {
  const { assets } = await ask<{ assets: { edges: { node: { id: string } }[] } }>(
    `{ assets(first: 12, orderBy: MOST_USED) { edges { node { id } } } }`,
  );
  const sizes = await Promise.all(
    assets.edges.map(async ({ node }) => ({ id: node.id, ...(await drawnSizes(ask, node.id)) })),
  );
  const best = sizes.reduce((most, each) => (each.nodes > most.nodes ? each : most));
  assert.ok(best.nodes > 1, 'one of the most used assets has relatives');
  return best.id;
}

/** The asset's page draws the lineage that GraphQL tells, each asset and each link once. */
export async function checkAssetPage(page: Page, baseUrl: string, ask: Ask, asset: string): Promise<void> {
  await page.goto(`${baseUrl}/asset/${asset}`);
  await page.getByTestId('lineage-graph').waitFor();
  const matches = async (): Promise<boolean> => {
    const before = await drawnSizes(ask, asset);
    const drawn = {
      nodes: await page.getByTestId('lineage-node').count(),
      links: await page.getByTestId('lineage-link').count(),
    };
    if (drawn.nodes === before.nodes && drawn.links === before.links) return true;
    // New links may have come since the page was opened.
    await page.reload();
    await page.getByTestId('lineage-graph').waitFor();
    return false;
  };
  await until('the graph to have the nodes and links that GraphQL tells', matches, { limit_ms: 20_000 });
  await page.locator('[data-testid=lineage-node][data-root]').waitFor();
  await page.getByRole('button', { name: 'Show as list' }).click();
  await page.getByRole('region', { name: 'Links of the lineage' }).waitFor();
  await page.getByRole('button', { name: 'Show as graph' }).click();
  await page.getByTestId('lineage-graph').waitFor();
}

/** Assets of the drawing are reached and opened without a mouse, and names are found from the header. */
async function checkSearch(page: Page, baseUrl: string, ask: Ask, asset: string): Promise<void> {
  await page.locator('[data-testid=lineage-node]:not([data-root])').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.pathname.startsWith('/asset/') && !url.pathname.endsWith(asset));
  const { asset: found } = await ask<{ asset: { name: string } }>('query ($id: ID!) { asset(id: $id) { name } }', {
    id: asset,
  });
  await page.goto(baseUrl);
  const box = page.getByRole('search').getByRole('textbox');
  const results = page.getByRole('listbox', { name: 'Results' }).getByRole('option');
  await box.fill(found.name);
  await results.filter({ hasText: found.name }).first().waitFor();
  await box.fill(asset);
  await results.first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: found.name }).waitFor();
}

/** The lineage comes as files too, for tools of other people. */
async function checkExports(baseUrl: string, asset: string): Promise<void> {
  for (const [format, sign] of [
    ['graphml', '<graphml'],
    ['csv', ','],
  ] as const) {
    const response = await fetch(`${baseUrl}/lineage/${encodeURIComponent(asset)}.${format}`);
    assert.equal(response.status, 200, `the ${format} file of ${asset} is served`);
    assert.ok((await response.text()).includes(sign), `the ${format} file of ${asset} is one`);
  }
}

interface Balance {
  vault: string;
  accrued: string;
  decimal: string | null;
  token: { id: string; decimals: number | null };
}

const BALANCES = `query ($address: String!) { contributor(address: $address) {
  balances { vault accrued decimal token { id decimals } } } }`;

async function balancesOf(ask: Ask, address: string): Promise<Map<string, Balance>> {
  const { contributor } = await ask<{ contributor: { balances: Balance[] } }>(BALANCES, { address });
  return new Map(contributor.balances.map((balance) => [`${balance.vault} ${balance.token.id}`, balance]));
}

export async function contributorWithEarnings(ask: Ask): Promise<string> {
  const { contributors } = await ask<{ contributors: { edges: { node: { address: string; balances: Balance[] } }[] } }>(
    `{ contributors(first: 20) { edges { node { address balances { vault accrued decimal token { id decimals } } } } } }`,
  );
  const earner = contributors.edges.find(({ node }) => node.balances.some(({ accrued }) => BigInt(accrued) > 0n));
  assert.ok(earner, 'somebody with holdings has earned something');
  return earner.node.address;
}

interface Shown {
  key: string;
  exact: string;
  text: string;
}

async function shownBalances(page: Page): Promise<Shown[]> {
  const cells = await page.getByTestId('accrued').all();
  return Promise.all(
    cells.map(async (cell) => ({
      key: `${await cell.getAttribute('data-vault')} ${await cell.getAttribute('data-token')}`,
      exact: (await cell.locator('[data-exact]').getAttribute('data-exact')) ?? '',
      text: (await cell.locator('.digits').textContent()) ?? '',
    })),
  );
}

/** The contributor's page shows the balances that GraphQL says, digit for digit, and draws the earnings. */
export async function checkContributorPage(page: Page, baseUrl: string, ask: Ask, address: string): Promise<void> {
  await page.goto(`${baseUrl}/contributor/${address}`);
  await page.getByTestId('accrued').first().waitFor();
  const agree = async (): Promise<boolean> => {
    const told = await balancesOf(ask, address);
    const shown = await shownBalances(page);
    return shown.length === told.size && shown.every(({ key, exact }) => told.get(key)?.accrued === exact);
  };
  // Money arrives all the time where the system is alive: page and answer agree whenever both are of one moment.
  await until('the balances on the page to be those of GraphQL', agree, { limit_ms: 60_000 });
  const told = await balancesOf(ask, address);
  for (const { key, exact, text } of await shownBalances(page)) {
    const balance = told.get(key);
    if (balance?.accrued !== exact || balance.decimal === null) continue;
    const digits = text.replaceAll(',', '').replace(/\.?0+$/, '');
    const isDust = text.startsWith('<');
    assert.ok(isDust || balance.decimal.startsWith(digits), `${text} is how ${balance.decimal} reads`);
  }
  await page.locator('[data-testid=earnings] svg').first().waitFor();
}

/** A figure's explanation opens, and adds up before the reader's eyes. */
export async function checkExplanation(page: Page): Promise<void> {
  await page
    .getByTestId('earnings-by-asset')
    .getByRole('button', { name: /^Explain/ })
    .first()
    .click();
  await page.getByTestId('explain-figures').waitFor();
  await page.getByText('add up to the figure exactly').waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByTestId('explanation').waitFor({ state: 'detached' });
}

/** What is wrong in an address bar is told in a sentence. */
export async function checkPlainSentences(page: Page, baseUrl: string): Promise<void> {
  await page.goto(`${baseUrl}/contributor/0x12`);
  await page.getByText('“0x12” is not an address: expected 0x and 40 hexadecimal digits.').waitFor();
  await page.goto(`${baseUrl}/asset/eip155:1/42`);
  await page.getByText('“eip155:1/42” is not an asset id').waitFor();
  await page.goto(`${baseUrl}/contributor/0x${'0'.repeat(37)}bad`);
  await page.getByRole('heading', { name: 'Nobody known by this address' }).waitFor();
  await page.goto(`${baseUrl}/no/such/page`);
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
}

/**
 * Every page in light and dark, wide and narrow: accessible, and never wider than its window. Each is opened in the
 * one and becomes the other before the reader's eyes, every second one the other way round.
 */
async function checkEverywhere(page: Page, baseUrl: string, asset: string, contributor: string): Promise<void> {
  const paths = [
    '/',
    '/assets',
    `/asset/${asset}`,
    '/contributors',
    `/contributor/${contributor}`,
    '/usages',
    '/chains',
    '/anomalies',
  ];
  const looks = [
    { width: 1440, colorScheme: 'light' },
    { width: 375, colorScheme: 'dark' },
  ] as const;
  for (const [index, path] of paths.entries()) {
    for (const [nth, { width, colorScheme }] of (index % 2 === 0 ? looks : looks.toReversed()).entries()) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      if (nth === 0) await page.goto(`${baseUrl}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page
        .getByRole('status', { name: /^Loading/ })
        .first()
        .waitFor({ state: 'detached' });
      await wears(page, colorScheme);
      const where = `${path} at ${width} px, ${colorScheme}`;
      assert.deepEqual(await accessibilityFaults(page), [], `${where} is accessible`);
      assert.ok((await sidewaysOverflow(page)) <= 0, `${where} does not scroll sideways`);
    }
  }
}
