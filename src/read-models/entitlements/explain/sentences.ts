import type { DivisionRules } from '../../../domain/ledger/division.js';
import { executorPpm, ROLE_INDEX, rolePpm } from '../../../domain/ledger/division.js';
import { formatTime } from '../../../domain/time.js';
import { PPM, ROLES, type Operation, type Role } from '../../../domain/vocabulary.js';
import type { HoldingTimeline } from '../holdings.js';
import type { PeopleRules } from './people-rules.js';

/** A rate as people read it: 25000 is "2.5 %". */
function percent(ppm: bigint): string {
  const digits = (ppm % 10_000n).toString().padStart(4, '0').replace(/0+$/, '');
  return `${ppm / 10_000n}${digits && `.${digits}`} %`;
}

const roleName = (role: Role): string => role.toLowerCase().replaceAll('_', ' ');

interface Source {
  readonly usedAsset: string;
  readonly assetId: string;
  readonly operation: Operation;
  /** It was held, and is divided here because it was released here. */
  readonly released: boolean;
}

function sourceOf({ usedAsset, assetId, operation, released }: Source): string {
  const what = `${released ? 'released ' : ''}${operation}`;
  const text = usedAsset === assetId ? `${what} of the asset itself` : `Royalty out of ${what} of ${usedAsset}`;
  return text[0]!.toUpperCase() + text.slice(1);
}

/** How a role's part of what an asset keeps came about. */
function partOf(rules: DivisionRules, role: Role, shares: bigint, executed: boolean): string {
  const whole = executed ? PPM - executorPpm(rules.splitPpm) : PPM;
  const rate = (ppm: bigint): string => (whole === PPM ? percent(ppm) : `${ppm} of ${whole} parts`);
  if (role === 'OWNER') {
    const shared = ROLES.reduce((sum, other, index) => {
      const takesPart = index > 0 && !(executed && other === 'COMPUTE_PROVIDER');
      return takesPart && (rules.poolShares[index] ?? 0n) > 0n ? sum + rolePpm(rules.splitPpm, index) : sum;
    }, 0n);
    return whole <= 0n ? 'the owner gets what the executor leaves' : `the owner gets ${rate(whole - shared)}`;
  }
  const index = ROLE_INDEX[role];
  const pool = rules.poolShares[index] ?? 0n;
  return `${roleName(role)}s get ${rate(rolePpm(rules.splitPpm, index))}, ${shares} of ${pool} shares`;
}

export function divisionNote(
  source: Source,
  rules: DivisionRules,
  role: Role,
  shares: bigint,
  executed: boolean,
): string {
  return `${sourceOf(source)}: ${partOf(rules, role, shares, executed)}.`;
}

export function executorNote(source: Source, rules: DivisionRules): string {
  return `${sourceOf(source)}: its executor gets ${percent(executorPpm(rules.splitPpm))} at once.`;
}

export function settledNote(
  assetId: string,
  vault: string,
  chain: number,
  rules: DivisionRules,
  role: Role,
  shares: bigint,
): string {
  return `Came to ${assetId} from vault ${vault} on eip155:${chain} in the interval that ends here: ${partOf(rules, role, shares, false)}.`;
}

export function settledExecutorNote(assetId: string, vault: string, chain: number): string {
  return `Executed usages of ${assetId} paid to vault ${vault} on eip155:${chain} in the interval that ends here.`;
}

/** Rules in force, one sentence each, oldest first: the splits and what the contributor held. */
export function ruleSentences(
  assetId: string,
  rules: readonly PeopleRules[],
  timeline: HoldingTimeline,
  from_s: number,
  to_s: number,
): string[] {
  const sentences: { time_s: number; text: string }[] = [];
  for (const entry of rules) {
    if (entry.changed === null || entry.changed === 'SPLIT') {
      sentences.push({ time_s: entry.time_s, text: `${splitSentence(entry)}.` });
    }
    if (entry.changed === 'STATUS') {
      const text = entry.paysPeople ? 'what is kept goes to the people' : 'what is kept waits in suspense';
      sentences.push({ time_s: entry.time_s, text: `${text}.` });
    }
  }
  for (const pool of timeline.poolsOf(assetId)) {
    const start = pool.findLastIndex(({ since_s }) => since_s < from_s);
    for (const { role, shares, since_s } of pool.slice(Math.max(start, 0))) {
      if (since_s < to_s) sentences.push({ time_s: since_s, text: holdingSentence(role, shares) });
    }
  }
  return sentences.sort((a, b) => a.time_s - b.time_s).map(({ time_s, text }) => `From ${formatTime(time_s)}: ${text}`);
}

function splitSentence({ splitPpm }: DivisionRules): string {
  const parts = ROLES.flatMap((role, index) => {
    const ppm = index === 0 ? 0n : rolePpm(splitPpm, index);
    return ppm > 0n ? [`${roleName(role)}s ${percent(ppm)}`] : [];
  });
  return parts.length === 0 ? 'the owner gets everything' : `${parts.join(', ')}, the owner the rest`;
}

function holdingSentence(role: Role, shares: bigint): string {
  if (role === 'OWNER')
    return shares > 0n ? 'the contributor owns the asset.' : 'the contributor no longer owns the asset.';
  return `the contributor holds ${shares} shares as ${roleName(role)}.`;
}
