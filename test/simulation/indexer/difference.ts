import { isDeepStrictEqual } from 'node:util';
import type { LogContents } from '../../support/indexer.js';

/** Where a log first differs from what it should be, in a sentence; nothing when it doesn't. */
export function firstDifference(found: LogContents, wanted: LogContents): string | undefined {
  const most = Math.max(found.events.length, wanted.events.length);
  for (let at = 0; at < most; at++) {
    if (isDeepStrictEqual(found.events[at], wanted.events[at])) continue;
    return `event ${at} of ${wanted.events.length} is ${show(found.events[at])}, and should be ${show(wanted.events[at])}`;
  }
  for (const field of ['headBlock', 'rawDigest', 'canonicalDigest'] as const) {
    if (found[field] !== wanted[field]) return `${field} is ${found[field]}, and should be ${wanted[field]}`;
  }
  return undefined;
}

const show = (event: Record<string, unknown> | undefined): string => (event ? JSON.stringify(event) : 'not there');
