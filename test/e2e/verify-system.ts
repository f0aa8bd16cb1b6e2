import { loadConfig } from '../../config/tributary-config.js';
import { watchOf } from '../../src/cli/watch.js';
import { configurationDigest } from '../../src/payouts/configuration-digest.js';
import { allHold, type CheckResult, renderReport } from '../../src/verify/report.js';
import { verify } from '../../src/verify/verify.js';
import type { Deployment } from '../support/system.js';

/** Runs what `tributary verify` runs, in this process. */
export async function verifyDeployment(deployment: Pick<Deployment, 'configPath'>): Promise<CheckResult[]> {
  const config = loadConfig(deployment.configPath);
  const { database: url, interval: interval_s, chains } = config;
  const watch = (chain: number) => watchOf(config, chain);
  return verify({ url, interval_s, chains, configurationDigest: configurationDigest(config), watch });
}

/** The failed checks as text; empty where everything holds. */
export async function verificationFailures(deployment: Pick<Deployment, 'configPath'>): Promise<string> {
  const results = await verifyDeployment(deployment);
  return allHold(results) ? '' : renderReport(results.filter(({ count }) => count > 0));
}
