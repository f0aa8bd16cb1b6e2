import type { EndpointPool } from '../endpoints/endpoint-pool.js';
import { AnswerError } from '../endpoints/refusal.js';
import { fetchHeadersAt } from '../hot/fetch-blocks.js';
import type { FetchedRange } from './fetch-range.js';
import type { Patience } from './history-error.js';
import { type Culprit, saidByMost, whoIsWrong } from './who-is-wrong.js';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

/** Where a range ends, and who said so. */
export interface Edge {
  readonly number: number;
  readonly hash: string;
  readonly endpoint?: number;
}

export function edgeOf({ blocks, endpoint }: FetchedRange): Edge {
  const { number, hash } = blocks.at(-1)!.header;
  return { number, hash, endpoint };
}

/**
 * Compares where one range ends with what the first block of the next names as its parent: an endpoint may follow
 * another fork, or its node another one behind the same address. Where they do not link, all endpoints are asked
 * about the block in question, and whoever is wrong by most of them is blamed.
 * @returns nothing where they link, or do not meet
 */
export async function judgeLink(
  source: { readonly pool: EndpointPool; readonly chain: number },
  below: Edge | undefined,
  above: FetchedRange,
): Promise<{ readonly wrong: Culprit; readonly error: AnswerError } | undefined> {
  const { number, parentHash: parent } = above.blocks[0]!.header;
  if (below?.number !== number - 1 || below.hash === parent) return undefined;
  const said = (await fetchHeadersAt(source, below.number)).map(({ header }) => header.hash);
  const wrong = whoIsWrong({ below: below.hash, parent, said });
  const error = new AnswerError(
    'unlinked',
    `block ${number} names ${parent} as its parent, and block ${below.number} is ${below.hash} by another answer`,
  );
  const culprit = wrong === 'below' ? below.endpoint : above.endpoint;
  if (culprit !== undefined) source.pool.blame(culprit, error);
  return { wrong, error };
}

/** What the first range must follow upon where nothing is held yet: two ranges of one endpoint always link. @throws HistoryError */
export async function findBase(
  source: { readonly pool: EndpointPool; readonly chain: number },
  from: number,
  patience: Patience,
): Promise<Edge | undefined> {
  for (let pause_ms = FIRST_PAUSE_MS; ; pause_ms = Math.min(pause_ms * 2, LONGEST_PAUSE_MS)) {
    try {
      return await agreedBase(source, from);
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
      patience.spend(error);
    }
    await new Promise((done) => setTimeout(done, pause_ms));
  }
}

/**
 * The block that the first range of all must follow upon, by most endpoints.
 * @returns nothing where there is only one, whose word counts anyway
 * @throws AnswerError where they do not agree
 */
async function agreedBase(
  source: { readonly pool: EndpointPool; readonly chain: number },
  number: number,
): Promise<Edge | undefined> {
  if (source.pool.size === 1) return undefined;
  const said = (await fetchHeadersAt(source, number)).map(({ header }) => header.parentHash);
  const hash = saidByMost(said);
  if (hash !== undefined) return { number: number - 1, hash };
  throw new AnswerError(
    'unlinked',
    said.length === 0
      ? `nobody tells block ${number}`
      : `block ${number} has as parent ${[...new Set(said)].join(' or ')}`,
  );
}
