import { type Claiming, startClaims } from './economy/claims.js';
import { startLiveEconomy, type LiveEconomy } from './economy/live.js';
import { peopleOf } from './economy/people.js';
import { Random } from './economy/random.js';
import { endStaleServices, forgetLocalState } from './clean.js';
import { writeLocalConfig } from './config-file.js';
import { holdsLoggedBlock } from './continuity.js';
import { LOCAL_OPERATOR_KEY } from './chains/local-chains.js';
import { type PlayChains, canResume, foundChains, resumeChains } from './chains/play-chains.js';
import { firstLinks } from './first-links.js';
import type { LocalOptions } from './options.js';
import { type Paths, pathsIn } from './paths.js';
import { startPostgresFor } from './postgres/for-run.js';
import { type EmbeddedPostgres, freePort } from './postgres/embedded.js';
import { isFree } from './ports.js';
import { PidFiles } from './processes/pid-files.js';
import type { Report } from './report.js';
import { proofsFrom, type Services, startServices, untilServed, untilShown } from './services.js';
import { type LocalState, STATE_VERSION, readState, writeState } from './state.js';
import { isAlive } from './processes/alive.js';

/** As often as an interval of the local chains ends. */
const PUBLISH_EVERY_s = 60;

/** A run that is up. */
export interface Run {
  /** Ends everything in the order in which nothing is lost. */
  stop(): Promise<void>;
  /** Settles with a sentence when something that the run cannot do without has ended by itself. */
  readonly broken: Promise<string>;
}

/** What has been started so far, so that a start that fails half-way stops what runs. */
interface Parts {
  postgres?: EmbeddedPostgres;
  chains?: PlayChains;
  services?: Services;
  economy?: LiveEconomy;
  claims?: Claiming;
  watch?: NodeJS.Timeout;
}

/** Brings up Postgres, two chains with their economy, indexers and service, or what an earlier run left of them. */
export async function runLocally(options: LocalOptions, report: Report, signal: AbortSignal): Promise<Run> {
  const paths = pathsIn(options.folder);
  const parts: Parts = {};
  const stop = (): Promise<void> => stopParts(parts, report);
  try {
    const state = await stateToResume(options, paths, report);
    await startPostgresAndChains(state, paths, parts, report, signal);
    const { postgres, chains } = parts as Required<Parts>;
    const metricsPort = await freePort();
    writeLocalConfig(
      paths.config,
      postgres.url,
      chains.nodes.map(({ url }, side) => ({ url, contracts: chains.contracts[side as 0 | 1] })),
      metricsPort,
    );
    parts.services = startServices({
      configPath: paths.config,
      port: options.port,
      databaseUrl: postgres.url,
      logFolder: paths.logs,
      pids: new PidFiles(paths.pids),
      report,
    });
    if (options.economy) parts.economy = await startEconomy(state.seed, chains, report);
    await untilServed(options.port, paths.logs, signal);
    report.line('The service answers; it reads what is on the chains ...');
    await untilShown(options.port, await headsOf(chains), paths.logs, signal);
    parts.services.publish(PUBLISH_EVERY_s, LOCAL_OPERATOR_KEY);
    if (options.economy) parts.claims = await startClaiming(options.port, state.seed, chains);
    announce(options, state, parts as Required<Parts>, metricsPort, report);
    return { stop, broken: watch(parts) };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The state to go on from: the last run's, unless it is to be forgotten or nothing is left of its chains. */
async function stateToResume(options: LocalOptions, paths: Paths, report: Report): Promise<LocalState> {
  const stale = await endStaleServices(paths);
  if (stale.length > 0) report.line(`Stopped what a killed run had left: ${stale.join(', ')}.`);
  const last = readState(paths.state);
  const ports = {
    postgresPort: options.postgresPort ?? (await stillFree(last?.postgresPort ? [last.postgresPort] : undefined))?.[0],
    rpcPorts: options.rpcPorts ?? (await stillFree(last?.rpcPorts)),
  };
  if (last?.chains && !options.fresh && canResume(paths.chains)) return { ...last, ...ports };
  if (last?.chains && !options.fresh) {
    report.line('The local chains were not saved when they ended; starting afresh (their data was for play).');
  }
  await forgetLocalState(paths);
  return { version: STATE_VERSION, seed: options.seed, ...ports };
}

/** The ports of the last run, unless somebody has taken one: then others will do, since nobody asked for these. */
async function stillFree<T extends readonly number[]>(ports: T | undefined): Promise<T | undefined> {
  if (!ports) return undefined;
  const free = await Promise.all(ports.map(isFree));
  return free.every(Boolean) ? ports : undefined;
}

async function startPostgresAndChains(
  state: LocalState,
  paths: Paths,
  parts: Parts,
  report: Report,
  signal: AbortSignal,
): Promise<void> {
  const chainOptions = { folder: paths.chains, ports: state.rpcPorts, report, signal };
  const starting = startPostgresFor(paths.postgres, state.postgresPort, report);
  const founding = state.chains
    ? resumeChains(state.seed, state.chains, chainOptions)
    : foundChains(state.seed, chainOptions);
  const [postgres, chains] = await Promise.allSettled([starting, founding]);
  if (postgres.status === 'fulfilled') parts.postgres = postgres.value;
  if (chains.status === 'fulfilled') parts.chains = chains.value;
  if (postgres.status === 'rejected') throw postgres.reason;
  if (chains.status === 'rejected') throw chains.reason;

  const { rpcs, contracts, nodes } = chains.value;
  for (const side of [0, 1] as const) {
    if (await holdsLoggedBlock(postgres.value.url, contracts[side].chainId, rpcs[side])) continue;
    report.line(
      `Chain ${contracts[side].chainId} has lost its last blocks, since its node was killed; starting afresh (its data was for play).`,
    );
    await stopParts(parts, report);
    await forgetLocalState(paths);
    const { chains: _, ...rest } = state;
    return startPostgresAndChains(rest, paths, parts, report, signal);
  }
  writeState(paths.state, {
    ...state,
    chains: contracts,
    postgresPort: postgres.value.port,
    rpcPorts: [nodes[0].port, nodes[1].port],
  });
}

async function headsOf({ rpcs, contracts }: PlayChains): Promise<Map<number, number>> {
  const heads = await Promise.all(rpcs.map((rpc) => rpc.ask<string>('eth_blockNumber')));
  return new Map(contracts.map(({ chainId }, side) => [chainId, Number(heads[side])]));
}

async function startEconomy(seed: string, chains: PlayChains, report: Report): Promise<LiveEconomy> {
  // Another course at every start: receipts must not repeat.
  const head = await chains.rpcs[0].ask<{ hash: string }>('eth_getBlockByNumber', ['latest', false]);
  const scene = { random: new Random(`${seed}/${head.hash}`), people: peopleOf(seed), world: chains.world };
  return startLiveEconomy(scene, chains.contracts, chains.rpcs, (sentence) =>
    report.line(`The economy stumbled and goes on: ${sentence}`),
  );
}

async function startClaiming(port: number, seed: string, chains: PlayChains): Promise<Claiming> {
  const head = await chains.rpcs[0].ask<{ hash: string }>('eth_getBlockByNumber', ['latest', false]);
  return startClaims({
    random: new Random(`${seed}/claims/${head.hash}`),
    people: peopleOf(seed),
    nodes: new Map(chains.contracts.map(({ chainId }, side) => [chainId, chains.rpcs[side as 0 | 1]])),
    proofsOf: (contributor) => proofsFrom(port, contributor),
  });
}

function announce(
  options: LocalOptions,
  state: LocalState,
  { postgres, chains }: Required<Parts>,
  metricsPort: number,
  report: Report,
): void {
  const origin = `http://127.0.0.1:${options.port}`;
  report.line('Everything runs.');
  report.block([
    `  Explorer    ${origin}/`,
    `  GraphQL     ${origin}/graphql   (GraphiQL at ${origin}/graphiql)`,
    `  Health      ${origin}/health    (metrics at ${origin}/metrics)`,
    `  Indexer     http://127.0.0.1:${metricsPort}/metrics`,
    `  Postgres    ${postgres.url}`,
    ...chains.nodes.map(({ chainId, url }) => `  Chain ${chainId} ${url}`),
    '',
    '  Worth opening first:',
    ...firstLinks(chains.world, chains.contracts, origin).map(({ title, url }) => `  - ${title}:\n    ${url}`),
    '',
    `  State is kept in ${options.folder ?? '.tributary/'} (seed "${state.seed}"; --fresh forgets it). Ctrl-C stops everything.`,
  ]);
}

/** Looks every second whether the processes without which nothing goes on are there. */
function watch(parts: Parts): Promise<string> {
  return new Promise((broke) => {
    parts.watch = setInterval(() => {
      const dead = parts.chains?.nodes.find(({ pid }) => !isAlive(pid));
      if (dead) broke(`The node of chain ${dead.chainId} has ended by itself; npm start begins again.`);
      if (parts.postgres && !isAlive(parts.postgres.pid))
        broke('Postgres has ended by itself; npm start begins again.');
    }, 1_000);
  });
}

async function stopParts(parts: Parts, report: Report): Promise<void> {
  const { postgres, chains, services, economy, claims, watch } = parts;
  for (const key of Object.keys(parts) as (keyof Parts)[]) delete parts[key];
  clearInterval(watch);
  await Promise.all([economy?.stop(), claims?.stop()]);
  await services?.stop();
  const ended = await Promise.allSettled([...(chains?.nodes ?? []).map((node) => node.stop()), postgres?.stop()]);
  const problem = ended.find((one) => one.status === 'rejected');
  if (problem) report.line(`Not everything stopped cleanly: ${String(problem.reason)}`);
}
