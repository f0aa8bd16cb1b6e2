import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { type Abi, parseAbi } from 'viem';
import { parse, stringify } from 'yaml';
import { parseMappingFile } from '../../../config/mapping-file.js';
import type { ChainId } from '../../../src/domain/ids.js';
import { hash } from '../../../test/support/block-tree.js';
import { account, encodeLog } from '../../../test/support/encode-log.js';
import type { RawLog } from '../../log/blocks.js';
import { eventsOfAbi } from './abi-events.js';
import { compileMapping } from './load-mapping.js';

const ABI = parseAbi([
  'struct Line { address payee; uint256 amount; }',
  'event Declared(uint256 workId, uint256[] parents, uint16 usual, address maker)',
  'event Agreed(uint256 workId, uint16[] rates, address curator, bytes32 memo, Line[] lines, string indexed title)',
]);
const BLOCK = { chain: 10 as ChainId, number: 7, hash: hash('block'), time_s: 1_700_000_000 };
const USUAL = 300;

const link = {
  event: 'ParentLinked',
  each: ['$parents', '$terms.rates'],
  fields: {
    child: { assetId: '$workId' },
    parent: { assetId: '$parents' },
    relation: 'TRAINED_ON',
    royaltyPpm: { ppm: '$terms.rates', of: 10_000 },
    policy: 'RELATIVE',
  },
};
const transfer = (to: unknown): object => ({
  event: 'AssetTransferred',
  fields: { asset: { assetId: '$workId' }, from: '$maker', to },
});

const mappingOf = (absent: unknown, means: unknown = link, more: object = {}) => {
  const terms = { event: 'Agreed', on: { workId: '$workId' }, ...(absent === undefined ? {} : { absent }), ...more };
  const file = { name: 'other', abi: './abi.json', events: { Declared: { join: { terms }, means } } };
  return compileMapping(parseMappingFile(stringify(file), 'm.yaml'), eventsOfAbi(ABI)!, 'm.yaml');
};

const declared = (workId: number, parents: number[] = [1, 2]): RawLog =>
  encodeLog(ABI, 'Declared', { workId: BigInt(workId), parents: parents.map(BigInt), usual: USUAL, maker: account(1) });
const agreed = (workId: number, rates: number[], curator = account(2)): RawLog =>
  encodeLog(ABI, 'Agreed', { workId: BigInt(workId), rates, curator, memo: hash('memo'), lines: [], title: 'x' });

/** What each log means: the rates of its links, whom an asset goes to, or why it is Unknown. */
function read(mapping: ReturnType<typeof mappingOf>, ...logs: RawLog[]): unknown[] {
  const placed = logs.map((log, logIndex) => ({ ...log, logIndex }));
  return mapping.decodeTransaction(placed, BLOCK).map((events) =>
    events.map(({ kind, payload }) => {
      const { royaltyPpm, to, reason } = payload as { royaltyPpm?: number; to?: string; reason?: string };
      return royaltyPpm ?? to ?? reason ?? kind;
    }),
  );
}

function complaint(...said: Parameters<typeof mappingOf>): string {
  try {
    mappingOf(...said);
  } catch (error) {
    return (error as Error).message.replace('m.yaml: events.Declared.', '');
  }
  return 'nothing is wrong';
}

describe('a joined event that may be absent', () => {
  it('is read where it is there, and is what the mapping says where it is not', () => {
    const mapping = mappingOf({ rates: 500 });
    expect(read(mapping, declared(3), agreed(3, [1_000, 250]))).toEqual([[100_000, 25_000], ['Ignored']]);
    expect(read(mapping, declared(3))).toEqual([[50_000, 50_000]]);
    expect(read(mapping, declared(3, []))).toEqual([['Ignored']]);
  });

  it('is, for a list, one value for every item, a source for every item, or a list of its own', () => {
    expect(read(mappingOf({ rates: '$usual' }), declared(3))).toEqual([[30_000, 30_000]]);
    expect(read(mappingOf({ rates: [100, '$usual'] }), declared(3))).toEqual([[10_000, 30_000]]);
    expect(read(mappingOf({ rates: '$parents' }), declared(3))).toEqual([[100, 200]]);
    expect(read(mappingOf({ rates: [] }), declared(3))).toEqual([['Declared: 2 parents and 0 terms.rates']]);
    expect(read(mappingOf({ rates: { least: ['$usual', 200] } }), declared(3))).toEqual([[20_000, 20_000]]);
  });

  it('is, for one value, a constant or a source of the event that is there', () => {
    const to = (absent: object): unknown => read(mappingOf(absent, transfer('$terms.curator')), declared(3));
    expect(to({ curator: account(9) })).toEqual([[account(9)]]);
    expect(to({ curator: '$maker' })).toEqual([[account(1)]]);
    expect(read(mappingOf({ curator: '$maker' }, transfer('$terms.curator')), declared(3), agreed(3, []))).toEqual([
      [account(2)],
      ['Ignored'],
    ]);
  });

  it('decides by what stands for it which meaning there is', () => {
    const means = [
      { ...transfer('$maker'), when: { '$terms.curator': account(0) } },
      { ...transfer('$terms.curator'), when: { '$terms.curator': { not: account(0) } } },
    ];
    const mapping = mappingOf({ curator: account(0) }, means);
    expect(read(mapping, declared(3))).toEqual([[account(1)]]);
    expect(read(mapping, declared(3), agreed(3, []))).toEqual([[account(2)], ['Ignored']]);
  });

  it('is absent where none is meant: one of another contract, of another key, or that `when` leaves out', () => {
    const elsewhere = { ...agreed(3, [1, 1]), contract: account(0xcd) };
    const alone = 'Agreed: no Declared of its transaction goes with it';
    expect(read(mappingOf({ rates: 500 }), declared(3), elsewhere)).toEqual([[50_000, 50_000], [alone]]);
    expect(read(mappingOf({ rates: 500 }), declared(3), agreed(4, [1, 1]))).toEqual([[50_000, 50_000], [alone]]);
    const byAnn = mappingOf({ rates: 500 }, link, { when: { $curator: account(7) } });
    expect(read(byAnn, declared(3), agreed(3, [1, 1]))).toEqual([[50_000, 50_000], [alone]]);
  });

  it('is Unknown where which of several has it would be a guess, or where there are too many', () => {
    const reason = (found: number, expected: string): string =>
      `Declared: ${found} Agreed with the same workId in its transaction where ${expected} expected`;
    const once = mappingOf({ rates: 500 });
    const [first, second] = read(once, declared(3), declared(3), agreed(3, [1, 1]));
    expect([first, second]).toEqual([[reason(1, '2 or none are')], [reason(1, '2 or none are')]]);
    const shared = mappingOf({ rates: 500 }, link, { use: 'shared' });
    expect(read(shared, declared(3), declared(3), agreed(3, [1, 1])).slice(0, 2)).toEqual([
      [100, 100],
      [100, 100],
    ]);
    expect(read(shared, declared(3), agreed(3, [1, 1]), agreed(3, [2, 2]))[0]).toEqual([reason(2, '1 or none is')]);
  });

  it('gives each work its own terms or the stated ones, in whatever order logs come', () => {
    const mapping = mappingOf({ rates: '$usual' });
    const work = fc.record({
      parents: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
      rate: fc.option(fc.nat(10_000)),
    });
    const world = fc.array(work, { minLength: 1, maxLength: 8 }).chain((works) => {
      const logs = works.flatMap(({ parents, rate }, id) => {
        const own = { log: declared(id, parents), means: parents.map(() => (rate ?? USUAL) * 100) as unknown[] };
        if (rate === null) return [own];
        return [
          own,
          {
            log: agreed(
              id,
              parents.map(() => rate),
            ),
            means: ['Ignored'],
          },
        ];
      });
      return fc.shuffledSubarray(logs, { minLength: logs.length });
    });
    fc.assert(
      fc.property(world, (logs) => {
        expect(read(mapping, ...logs.map(({ log }) => log))).toEqual(logs.map(({ means }) => means));
      }),
    );
  });
});

it('the documentation shows one that the example of a mapping takes', () => {
  const [, shown] = /```yaml\n(join:\n[\s\S]*?)```/.exec(readFileSync('docs/bring-your-own-registry.md', 'utf8'))!;
  const example = parse(readFileSync('examples/atelier/mapping.yaml', 'utf8')) as { events: Record<string, object> };
  Object.assign(example.events['SourcesDeclared']!, parse(shown!));
  const abi = (JSON.parse(readFileSync('examples/atelier/Atelier.json', 'utf8')) as { abi: Abi }).abi;
  const mapping = compileMapping(parseMappingFile(stringify(example), 'm.yaml'), eventsOfAbi(abi)!, 'm.yaml');
  const alone = encodeLog(abi, 'SourcesDeclared', { workId: 3n, sources: [1n, 2n] });
  expect(read(mapping, alone)).toEqual([[30_000, 30_000]]);
});

describe('an absent event that cannot be is refused in one sentence', () => {
  const on = 'join.terms.absent';
  it.each<[unknown, unknown, string]>([
    [undefined, link, 'nothing is wrong'],
    [{ rates: 0 }, link, 'nothing is wrong'],
    [{ memo: 'none', curator: '$maker' }, transfer('$maker'), 'nothing is wrong'],
    [{ lines: [] }, transfer('$maker'), 'nothing is wrong'],
    [{ rate: 0 }, link, `${on}.rate: expected an argument of Agreed; did you mean rates?`],
    [
      {},
      link,
      'means.each.1: $terms.rates is read, and terms may be absent: say what rates is then, in join.terms.absent.',
    ],
    [{ rates: 'none' }, link, `${on}.rates: expected a whole number; there is "none".`],
    [{ rates: null }, link, `${on}.rates: expected a whole number; there is null.`],
    [{ rates: '$maker' }, link, `${on}.rates: expected a number; $maker is an address.`],
    [{ rates: '$parents' }, link, 'nothing is wrong'],
    [{ curator: '$parents' }, transfer('$maker'), `${on}.curator: expected an address; $parents is a list of numbers.`],
    [{ rates: [0, '$maker'] }, link, `${on}.rates.1: expected a number; $maker is an address.`],
    [{ curator: [account(1)] }, transfer('$maker'), `${on}.curator: expected one value; there is a list.`],
    [
      { curator: '$rates' },
      transfer('$maker'),
      `${on}.curator: expected an argument of Declared, or a joined event; there is no rates; did you mean maker?`,
    ],
    [
      { lines: 0 },
      transfer('$maker'),
      `${on}.lines: expected nothing, or [] for a list: a struct cannot be written here.`,
    ],
    [
      { title: 'x' },
      transfer('$maker'),
      `${on}.title: $title cannot be read: Agreed has it indexed, and of an indexed string the log holds only a hash.`,
    ],
    [
      { rates: 0 },
      { ...link, each: ['$terms.rates'], fields: { ...link.fields, parent: { assetId: 1 } } },
      'means.each: expected another list that tells how many items there are; $terms.rates does not where its event is absent.',
    ],
    ['none', link, `${on}: expected arguments and what they are then, for example { rate: 0 }.`],
  ])('%j', (absent, means, sentence) => {
    expect(complaint(absent, means)).toBe(sentence);
  });

  it('and so is a field that wants a whole list where one value stands for every item', () => {
    const review = (absent: unknown): string =>
      complaint(absent, {
        event: 'RoleSplitSet',
        fields: { asset: { assetId: '$workId' }, splitPpm: '$terms.rates' },
      });
    expect(review({ rates: 0 })).toBe(
      'means.fields.splitPpm: expected another list that tells how many items there are; $terms.rates does not where its event is absent.',
    );
    expect(review({ rates: [1, 2, 3, 4, 5, 6, 7] })).toBe('nothing is wrong');
  });
});
