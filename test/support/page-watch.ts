import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { until } from './until.js';

/** Everything about a page that nobody should have to see. */
export interface PageWatch {
  /** Errors and warnings of the console, uncaught errors, requests that failed or left the origin. */
  readonly faults: readonly string[];
}

/**
 * Watches a page from now on. `expected` excuses faults that a check provokes itself.
 */
export function watchPage(page: Page, baseUrl: string, expected: readonly RegExp[] = []): PageWatch {
  const faults: string[] = [];
  const origin = new URL(baseUrl).host;
  const add = (fault: string): void => {
    if (!expected.some((pattern) => pattern.test(fault))) faults.push(fault);
  };
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) add(`console ${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => add(`uncaught: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) add(`HTTP ${response.status()} of ${response.url()}`);
  });
  const ask = (url: string): void => {
    const { protocol, host } = new URL(url);
    if (!['data:', 'blob:'].includes(protocol) && host !== origin) add(`asked another host: ${url}`);
  };
  page.on('request', (request) => ask(request.url()));
  page.on('websocket', (socket) => ask(socket.url()));
  return { faults };
}

interface AxeResult {
  violations: {
    id: string;
    impact: string | null;
    help: string;
    nodes: { target: string[]; failureSummary?: string }[];
  }[];
}

/** Serious and critical faults of accessibility that axe-core finds, as one line each. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) {
    await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  }
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResult;
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}, at ${nodes
          .slice(0, 3)
          .map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary?.replaceAll(/\s+/g, ' ') ?? ''})`)
          .join('; ')}`,
    );
}

/**
 * Waits until the page wears a scheme: it hears of another one some time after the browser was told, and its colours
 * and sizes take a while to get there.
 */
export async function wears(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  const isWorn = `document.documentElement.dataset.mantineColorScheme === '${colorScheme}' &&
    !document.getAnimations().some((each) => each instanceof CSSTransition)`;
  await until(`the page to be ${colorScheme}`, () => page.evaluate<boolean>(isWorn), { pause_ms: 10 });
}

/** By how many pixels the page is wider than its window. */
export async function sidewaysOverflow(page: Page): Promise<number> {
  return (await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')) as number;
}
