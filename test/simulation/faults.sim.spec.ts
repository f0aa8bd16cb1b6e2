import { afterAll, expect, it } from '@jest/globals';
import { audit } from '../audit/audit.js';
import { compare } from '../audit/compare.js';
import { auditEventsOf } from './audit-events.js';
import { FAULTS } from './faults.js';
import type { RecordedLog } from './fold-recorded.js';
import { PlantedFold } from './planted-fold.js';
import { randomWorld } from './random-world.js';
import { settledTo } from './settled-to.js';

const planted = new PlantedFold();
afterAll(() => planted.remove());

const world = randomWorld({ seed: 3, chains: 2, eventsPerChain: 700 });
const recorded: RecordedLog = { ...world, settledTo_s: settledTo(world, 90) };
const books = audit({
  interval_s: world.interval_s,
  chains: new Map([...world.events].map(([chain, events]) => [chain, auditEventsOf(events)])),
  settledTo_s: recorded.settledTo_s,
});

it('without a fault the planted fold says what the audit says', async () => {
  expect(compare(books, await planted.fold(recorded))).toEqual([]);
});

it.each(FAULTS.map((fault) => [fault.name, fault] as const))('the audit notices that %s', async (_, fault) => {
  expect(compare(books, await planted.fold(recorded, fault))).not.toEqual([]);
});
