import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Browser } from 'playwright-core';
import { buildSchema, parse, validate } from 'graphql';
import { readFileSync } from 'node:fs';
import { examplesAbout, FIND_SUBJECTS, subjectsIn } from '../../web/graphiql/examples.js';
import { startBrowser } from '../support/browser.js';
import { watchPage } from '../support/page-watch.js';
import { randomWorld } from '../support/random-world.js';
import { Served } from '../support/served.js';
import { until } from '../support/until.js';

const WEB = resolve('web/dist');

let served: Served;
let browser: Browser;
beforeAll(async () => {
  if (!existsSync(WEB)) throw new Error('The explorer is not built: run npm run build, or the tests with npm test.');
  [served, browser] = await Promise.all([
    Served.start([randomWorld({ seed: 21, events: 60, chain: 1, otherChain: 2 })], WEB),
    startBrowser(),
  ]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await served?.stop();
});

it('every example is a good query about something that is there', async () => {
  const schema = buildSchema(readFileSync('schema.graphql', 'utf8'));
  const examples = examplesAbout(subjectsIn(await served.data(FIND_SUBJECTS)), Date.now() / 1000);
  expect(examples.length).toBeGreaterThanOrEqual(5);
  for (const { query, variables } of examples) {
    expect(validate(schema, parse(query))).toEqual([]);
    if (/^subscription/m.test(query)) continue;
    const { errors } = await served.ask(query, JSON.parse(variables ?? '{}') as Record<string, unknown>);
    expect(errors).toBeUndefined();
  }
});

it('GraphiQL opens with the examples, asks this service only, and shows answers', async () => {
  const page = await browser.newPage();
  const watch = watchPage(page, served.service.origin);
  await page.goto(`${served.service.origin}/graphiql`);
  await page.getByRole('tab', { name: /Overview/ }).waitFor({ timeout: 60_000 });
  expect(await page.getByRole('tab').count()).toBeGreaterThanOrEqual(5);
  const answer = page.getByText(/"(FOLLOWING|CATCHING_UP|STALLED)"/).first();
  // The button does nothing before the editor has read its document.
  await until('an answer to be shown', async () => {
    await page.getByRole('button', { name: /Execute query/ }).click({ timeout: 5_000 });
    await answer.waitFor({ timeout: 3_000 });
    return true;
  });
  expect(watch.faults).toEqual([]);
}, 120_000);
