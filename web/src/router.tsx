import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { NotFound } from './components/states.js';
import { AnomaliesPage } from './pages/anomalies/AnomaliesPage.js';
import { AssetPage } from './pages/asset/AssetPage.js';
import { AssetsPage } from './pages/assets/AssetsPage.js';
import { readAssetsSearch, readContributorSearch, readLineageSearch, readUsagesSearch } from './pages/search-params.js';
import { ChainsPage } from './pages/chains/ChainsPage.js';
import { ContributorPage } from './pages/contributor/ContributorPage.js';
import { ContributorsPage } from './pages/contributors/ContributorsPage.js';
import { OverviewPage } from './pages/overview/OverviewPage.js';
import { UsagePage } from './pages/usage/UsagePage.js';
import { UsagesPage } from './pages/usages/UsagesPage.js';
import { Shell } from './shell/Shell.js';

const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => (
    <NotFound title="There is no such page" sentence="The address leads nowhere in this explorer." />
  ),
  errorComponent: () => (
    <NotFound title="This page failed" sentence="Something went wrong while drawing it. Reload to try again." />
  ),
});

const at = <const Path extends string>(path: Path) => ({ getParentRoute: () => root, path });

const routes = [
  createRoute({ ...at('/'), component: OverviewPage }),
  createRoute({ ...at('/assets'), component: AssetsPage, validateSearch: readAssetsSearch }),
  // A splat, because a CAIP-19 id has slashes; it takes the id percent-encoded as well.
  createRoute({ ...at('/asset/$'), component: AssetPage, validateSearch: readLineageSearch }),
  createRoute({ ...at('/contributors'), component: ContributorsPage }),
  createRoute({ ...at('/contributor/$address'), component: ContributorPage, validateSearch: readContributorSearch }),
  createRoute({ ...at('/usages'), component: UsagesPage, validateSearch: readUsagesSearch }),
  createRoute({ ...at('/usage/$id'), component: UsagePage }),
  createRoute({ ...at('/chains'), component: ChainsPage }),
  createRoute({ ...at('/anomalies'), component: AnomaliesPage }),
];

export const router = createRouter({
  routeTree: root.addChildren(routes),
  pathParamsAllowedCharacters: [':'],
  scrollRestoration: true,
});
