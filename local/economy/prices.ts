import type { Action, Side } from './actions.js';
import type { Step } from './steps.js';

/** Decimals of the answers of the local feeds, as Chainlink's for USD. */
export const FEED_DECIMALS = 8;
/** What the feeds say before anything happens: USD for one WETH. */
export const FIRST_ANSWER = answerOf(0);
/** Between two answers while an economy goes by the clock. */
const LIVE_EVERY_s = 20;

/** The same price everywhere, up and down by the hour and by the minute, without chance. */
function answerOf(time_s: number): bigint {
  const usd = 2_500 + 220 * Math.sin(time_s / 9_000) + 35 * Math.sin(time_s / 700);
  return BigInt(Math.round(usd * 100)) * 10n ** BigInt(FEED_DECIMALS - 2);
}

/** Both chains' feeds tell a new price. */
export function postPrices(time_s: number): Step {
  const sides: Side[] = [0, 1];
  return { actions: sides.map((side): Action => ({ do: 'postPrice', side, from: null, answer: answerOf(time_s) })) };
}

/** {@link postPrices} again and again, by the clock. */
export function keepPosting(): Step {
  const { actions } = postPrices(Math.floor(Date.now() / 1_000));
  return { actions, later: [{ in_s: LIVE_EVERY_s, happen: keepPosting }] };
}
