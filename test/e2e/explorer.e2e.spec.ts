import { afterAll, beforeAll, describe, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../support/browser.js';
import { checkExplorer } from '../support/explorer-checks.js';
import { type Deployment, startDeployment } from '../support/system.js';
import { buildNarrowWorld, type NarrowWorld } from './narrow-scenario.js';

/** The explorer in a real browser, over a deployment of its own. */
describe('the explorer', () => {
  let world: NarrowWorld;
  let deployment: Deployment;
  let browser: Browser;

  beforeAll(async () => {
    world = await buildNarrowWorld();
    [deployment, browser] = await Promise.all([startDeployment({ chains: world.followed }), startBrowser()]);
    await deployment.untilServing();
    await deployment.untilFolded(
      new Map([
        [world.data.anvil.chainId, await world.data.head()],
        [world.model.anvil.chainId, await world.model.head()],
      ]),
    );
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await deployment?.stop();
    await world?.stop();
  }, 60_000);

  it('shows what GraphQL says, live, to everybody', async () => {
    const page = await browser.newPage();
    await checkExplorer(page, deployment.baseUrl, { causeUsage: () => world.model.use(world.trained, 1_000_000n) });
  }, 240_000);

  it('says that it reconnects while the service is away, and goes on by itself', async () => {
    const page = await browser.newPage();
    await page.goto(deployment.baseUrl);
    const feed = (state: string) => page.locator(`[data-testid=feed-state][data-state=${state}]`);
    await feed('live').waitFor();
    await deployment.service.kill();
    await feed('reconnecting').waitFor();
    deployment.service.start();
    await deployment.untilServing();
    await feed('live').waitFor();
    await world.model.use(world.trained, 2_000_000n);
    await page.locator('[data-testid=feed] tbody tr[data-new]').first().waitFor();
    await page.close();
  }, 120_000);
});
