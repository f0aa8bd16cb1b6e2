import type { Account, Action, PlannedReceipt, Side } from '../actions.js';
import type { Scene } from '../births.js';
import { ECONOMY_DELAYS } from '../delays.js';
import { keyOf } from '../people.js';
import { type Later, NOTHING, once, type Step } from '../steps.js';
import { receiptOf, usageBy } from '../usages.js';

/** How a held usage ends: accepted by its consumer, returned by the arbiter, or released when nobody has said anything. */
export type HeldEnd = 'ACCEPTED' | 'RETURNED' | 'LAPSED';

const COMPLAINTS = ['no answer', 'wrong output', 'charged twice', 'timed out'];

/** A usage whose money is held, and what becomes of it. */
export function heldScene(side: Side, scene: Scene, end: HeldEnd): Step {
  const consumer = scene.random.zipf(scene.people.consumers);
  const usage = usageBy(consumer, side, scene);
  if (!usage) return NOTHING;
  return {
    actions: [{ do: 'hold', side, from: consumer, usage }],
    later: [ending(side, consumer, usage.receiptId, end, scene)],
  };
}

function ending(side: Side, consumer: Account, receiptId: Account, end: HeldEnd, { random, people }: Scene): Later {
  const within_s = random.between(30, ECONOMY_DELAYS.holdWindow_s - 300);
  switch (end) {
    case 'ACCEPTED':
      return { in_s: within_s, happen: () => once({ do: 'release', side, from: consumer, receiptId }) };
    case 'RETURNED': {
      const reason = random.pick(COMPLAINTS);
      return { in_s: within_s, happen: () => once({ do: 'reverse', side, from: null, receiptId, reason }) };
    }
    case 'LAPSED':
      return {
        in_s: ECONOMY_DELAYS.holdWindow_s + 5,
        happen: () => once({ do: 'release', side, from: people.applications[0]!, receiptId }),
      };
  }
}

/** A consumer pays in ahead, signs receipts, and the application settles them together; one of them is held. */
export function batchScene(side: Side, scene: Scene): Step {
  const { random, people } = scene;
  const consumer = random.zipf(people.consumers);
  const deposits: Action[] = [
    { do: 'deposit', side, from: consumer, token: 'USDC', amount: 50_000_000n },
    { do: 'deposit', side, from: consumer, token: 'WETH', amount: 2n * 10n ** 16n },
  ];
  return { actions: deposits, later: [{ in_s: random.between(30, 300), happen: () => settle(side, consumer, scene) }] };
}

function settle(side: Side, consumer: Account, scene: Scene): Step {
  const { random, people } = scene;
  const receipts = Array.from({ length: random.between(3, 8) }, (_, index): PlannedReceipt | undefined => {
    const usage = usageBy(consumer, side, scene, 'INVOKE');
    return usage && { consumer, key: keyOf(people, consumer), held: index === 1, usage };
  }).filter((receipt) => receipt !== undefined);
  if (receipts.length === 0) return NOTHING;
  const ends = receipts
    .filter(({ held }) => held)
    .map(({ usage }) => ending(side, consumer, usage.receiptId, random.pick(['ACCEPTED', 'RETURNED']), scene));
  return { actions: [{ do: 'settle', side, from: people.applications[0]!, receipts }], later: ends };
}

/** An owner offers a licence and some take it. */
export function licenseScene(side: Side, scene: Scene): Step {
  const { random, people, world } = scene;
  const here = world.ranked.filter(({ ref }) => ref.side === side);
  if (here.length === 0) return NOTHING;
  const asset = random.zipf(here);
  const offer = world.offers[side] + 1;
  const buy = (consumer: Account, index: number): Later => ({
    in_s: index === 0 ? 5 : random.between(20, 900),
    // An offer ends with the ownership of whoever made it.
    happen: () =>
      asset.owner === owner
        ? once({ do: 'buyLicense', side, from: consumer, offer, receiptId: receiptOf(consumer, random) })
        : NOTHING,
  });
  const { owner } = asset;
  return {
    actions: [
      {
        do: 'offerLicense',
        side,
        from: owner,
        asset: asset.ref,
        termsHash: random.hex(32),
        token: 'USDC',
        fee: BigInt(random.between(5, 200)) * 1_000_000n,
        duration_s: random.pick([30, 90, 365]) * 86_400,
      },
    ],
    later: random.some(people.consumers, random.between(1, 3)).map(buy),
  };
}
