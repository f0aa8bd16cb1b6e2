import type { Address } from '../../../src/domain/ids.js';
import { decimalText } from '../../../src/domain/value/usd.js';
import type { RawLog } from '../../log/blocks.js';
import { shapeOf } from '../abi-shape.js';
import { ignored, type LogAdapter, type Meaning, unknown } from '../adapter.js';
import { events } from './generated/OffchainAggregator.js';

/** A feed of the configuration: whose price it tells, and how many decimals its answers have. */
export interface Feed {
  readonly token: string;
  readonly decimals: number;
}

const { AnswerUpdated } = events;
const isWellFormed = shapeOf(AnswerUpdated);

/**
 * Reads Chainlink's price feeds: each AnswerUpdated of an aggregator is a USD price of the token that the
 * configuration names beside it. An answer of zero or less is no price and is kept as Unknown. Other logs of
 * an aggregator (rounds, transmissions, its settings) mean nothing here.
 *
 * @param feeds by the aggregator's address, in lower case
 */
export function chainlinkAdapter(feeds: ReadonlyMap<string, Feed>): LogAdapter {
  return {
    name: 'chainlink',
    decode(log) {
      const feed = feeds.get(log.contract);
      if (!feed) return unknown('no feed is configured at this address');
      if (log.topics[0] !== AnswerUpdated.topic) return ignored('not an answer');
      if (!isWellFormed(log)) return unknown('malformed AnswerUpdated');
      return priceOf(log, feed);
    },
  };
}

function priceOf(log: RawLog, { token, decimals }: Feed): Meaning {
  const { current, roundId } = AnswerUpdated.decode({ topics: log.topics as unknown as string[], data: log.data });
  if (current <= 0n) return unknown(`AnswerUpdated: ${current} is no price`);
  const priceUsd = decimalText(current, decimals);
  const source = `chainlink ${log.contract} round ${roundId}`;
  return [{ kind: 'PricePosted', payload: { token: token as Address, priceUsd, decimals, source } }];
}
