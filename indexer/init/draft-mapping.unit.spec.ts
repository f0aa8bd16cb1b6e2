import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseAbi } from 'viem';
import { parse } from 'yaml';
import { parseMappingFile } from '../../config/mapping-file.js';
import { type AbiEvent, eventsOfAbi } from '../adapters/mapping/abi-events.js';
import { compileMapping } from '../adapters/mapping/load-mapping.js';
import { draftOf, renderMapping } from './draft-mapping.js';
import { FIELD_WORDS, KIND_WORDS } from './meant-words.js';
import { likeness, wordsOf } from './words.js';

const CONTRACT = { name: 'theirs', chain: 1, address: `0x${'12'.repeat(20)}`, firstBlock: 5, abi: './theirs.abi.json' };

interface DraftedRule {
  readonly means: unknown;
}

const drafted = (...lines: string[]): { events: Record<string, DraftedRule | undefined>; text: string } => {
  const abi = eventsOfAbi(parseAbi(lines))!;
  const text = renderMapping(CONTRACT, draftOf(abi), () => 3);
  compileMapping(parseMappingFile(text, 'theirs.yaml'), abi, 'theirs.yaml');
  return { events: parse(text).events, text };
};

describe('a draft', () => {
  it('reads structs in lists, rates in other units, and the names that people give', () => {
    const { events } = drafted(
      'struct Link { address parent; uint256 parentTokenId; uint32 royaltyPercent; }',
      'event DerivativeLinked(address indexed caller, uint256 indexed childTokenId, Link[] links)',
      'event ModelRegistered(bytes32 indexed modelId, address creator, string modelURI, bytes32 sha256Digest)',
      'event InferencePurchased(uint256 modelId, address buyer, address paymentToken, uint256 totalPrice, bytes32 requestId)',
    );
    expect(events['DerivativeLinked']?.means).toEqual({
      event: 'ParentLinked',
      each: ['$links'],
      fields: {
        child: { assetId: '$childTokenId' },
        parent: { assetId: '$links.parentTokenId' },
        relation: 'TRAINED_ON',
        royaltyPpm: { ppm: '$links.royaltyPercent', of: 100 },
        policy: 'RELATIVE',
      },
    });
    expect(events['ModelRegistered']?.means).toMatchObject({
      event: 'AssetRegistered',
      fields: {
        asset: { assetId: '$modelId' },
        owner: '$creator',
        contentHash: '$sha256Digest',
        metadataUri: '$modelURI',
      },
    });
    expect(events['InferencePurchased']?.means).toMatchObject({
      event: 'UsageRecorded',
      fields: { consumer: '$buyer', token: '$paymentToken', amount: '$totalPrice', receiptId: '$requestId' },
    });
  });

  it('ignores what nearly all contracts have, and lists what it does not understand', () => {
    const { events, text } = drafted(
      'event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)',
      'event Transfer(address indexed from, address indexed to, uint256 indexed tokenId)',
      'event Frobnicated(bytes blob)',
    );
    expect(Object.keys(events)).toEqual(['Transfer']);
    expect(text).toContain('ignore: [ OwnershipTransferred ]');
    expect(text).toMatch(/Not mapped: .*\n#\s+Frobnicated\(bytes blob\), 3 seen/);
  });

  it('always fits the ABI that it was made of, whatever that is', () => {
    const word = fc.constantFrom(...Object.values(KIND_WORDS).flat(), ...Object.values(FIELD_WORDS).flat());
    const name = fc.array(word, { minLength: 1, maxLength: 2 }).map((words) => {
      return words.map((one, at) => (at === 0 ? one : one[0]!.toUpperCase() + one.slice(1))).join('');
    });
    const type = fc.constantFrom('uint256', 'uint16', 'int64', 'address', 'bytes32', 'bytes', 'string', 'bool');
    const kind = fc.tuple(type, fc.constantFrom('', '', '', '[]', '[2]')).map((parts) => parts.join(''));
    const member = fc.record({ name: fc.oneof(name, fc.constant('')), type: kind });
    const struct = fc.record({
      name,
      type: fc.constantFrom('tuple', 'tuple[]'),
      components: fc.uniqueArray(member, { minLength: 1, maxLength: 3, selector: (one) => one.name }),
    });
    const input = fc
      .tuple(fc.oneof({ weight: 4, arbitrary: member }, { weight: 1, arbitrary: struct }), fc.boolean())
      .map(([one, indexed]) => ({ ...one, indexed }));
    const event = fc.record({
      type: fc.constant('event'),
      name,
      inputs: fc.uniqueArray(input, { maxLength: 6, selector: (one) => one.name }).map(withThreeTopics),
    });
    const abis = fc.uniqueArray(event, { minLength: 1, maxLength: 5, selector: (one) => one.name });
    fc.assert(
      fc.property(abis, (json) => {
        const abi = eventsOfAbi(json) as AbiEvent[];
        const text = renderMapping(CONTRACT, draftOf(abi), () => 0);
        compileMapping(parseMappingFile(text, 'theirs.yaml'), abi, 'theirs.yaml');
      }),
      { numRuns: 200 },
    );
  });
});

it('names are compared by their words', () => {
  expect(wordsOf('parentTokenIDs')).toEqual(['parent', 'token', 'id']);
  expect(wordsOf('_royalty_bps')).toEqual(['royalty', 'bp']);
  expect(likeness('assetCreator', ['owner', 'creator'])).toBeGreaterThan(0.9);
  expect(likeness('registerd', ['registered'])).toBeGreaterThan(0.5);
  expect(likeness('blob', ['owner'])).toBe(0);
});

/** An event has three topics for its arguments at most. */
function withThreeTopics<T extends { indexed: boolean }>(inputs: readonly T[]): T[] {
  let left = 3;
  return inputs.map((input) => ({ ...input, indexed: input.indexed && left-- > 0 }));
}
