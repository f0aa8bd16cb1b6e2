import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keccak256, parseAbi, toHex } from 'viem';
import { stringify } from 'yaml';
import { parseConfig } from '../../../config/tributary-config.js';
import type { ChainId } from '../../../src/domain/ids.js';
import { hash } from '../../../test/support/block-tree.js';
import { account, encodeLog } from '../../../test/support/encode-log.js';
import { adaptersOf } from '../adapters.js';
import { WatchList } from '../watch-list.js';
import { loadMapping } from './load-mapping.js';

const ABI = parseAbi([
  'struct Line { address payee; uint256 amount; }',
  'event Made(uint256 indexed id, address indexed maker, bytes32 title, uint8 kind, uint16 bps, uint64 origin)',
  'event Named(string indexed title, uint256[] indexed ids, string plain)',
  'event Paid(uint256 id, Line[] lines, int256 delta, bytes blob)',
  'event Split(uint256 id, uint8[] roles, uint16[] rates)',
  'event Rates(uint256 indexed id, uint16[] bps)',
  'event Rates(uint256 indexed id)',
  'event Cloned(address clone)',
]);
const BLOCK = { chain: 10 as ChainId, number: 7, hash: hash('block'), time_s: 1_700_000_000 };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tributary-mapping-'));
  writeFileSync(join(folder, 'abi.json'), JSON.stringify(ABI));
  writeFileSync(join(folder, 'none.json'), '{}');
  writeFileSync(join(folder, 'text.json'), 'ABI');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const transferred = { event: 'AssetTransferred', fields: { asset: { assetId: '$id' }, from: '$maker', to: '$maker' } };
const base = { name: 'other', abi: './abi.json', events: { Made: { means: transferred } } };

function write(mapping: unknown): string {
  const path = join(folder, 'mapping.yaml');
  writeFileSync(path, typeof mapping === 'string' ? mapping : stringify(mapping));
  return path;
}

/** The sentence about a mapping, without the path of its file. */
function complaint(mapping: unknown): string {
  try {
    loadMapping(write(mapping));
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, '');
  }
  return 'nothing is wrong';
}

/** The sentence about one field of an event, its place left out. */
function fieldComplaint(field: string, expression: unknown, event = 'Made'): string {
  const fields = { ...transferred.fields, [field]: expression };
  const said = complaint({
    ...base,
    tables: { words: ['A', 'B'] },
    events: { [event]: { means: { ...transferred, fields } } },
  });
  return said.replace(`mapping.yaml: events.${event}.means.fields.`, '');
}

/** What a meaning of `Made` with one field of a canonical event gives. */
function valueOf(kind: string, fields: Record<string, unknown>, args: object = {}, more: object = {}): unknown {
  const path = write({ ...base, ...more, events: { Made: { means: { event: kind, fields } } } });
  const made = { id: 5n, maker: account(1), title: hash('none'), kind: 1, bps: 250, origin: 8453n, ...args };
  const adapter = loadMapping(path);
  const [events] = adapter.decodeTransaction([encodeLog(ABI, 'Made', made)], BLOCK);
  return events![0]!.payload;
}

describe('a mapping that cannot be is refused in one sentence that says where and why', () => {
  it.each<[unknown, string]>([
    [base, 'nothing is wrong'],
    [
      'name: [',
      'mapping.yaml: Flow sequence in block collection must be sufficiently indented and end with a ] at line 1, column 8:',
    ],
    [{ ...base, name: 'Other' }, 'mapping.yaml: name: expected a name of lower-case letters, digits and dashes.'],
    [
      { ...base, abi: './nowhere.json' },
      'mapping.yaml: abi: nowhere.json cannot be read; give the path of an ABI file.',
    ],
    [{ ...base, abi: './text.json' }, 'mapping.yaml: abi: text.json is not JSON; give the path of an ABI file.'],
    [
      { ...base, abi: './none.json' },
      'mapping.yaml: abi: none.json is no ABI: expected a list, or an artifact with a list abi.',
    ],
    [
      { ...base, contracts: [{ chain: 1, address: '0x12' }] },
      'mapping.yaml: contracts.0.address: expected an address: 0x and 40 hexadecimal digits.',
    ],
    [{ ...base, contrats: [] }, 'mapping.yaml: the file: Unrecognized key: "contrats".'],
    [
      { ...base, events: { Mode: { means: transferred } } },
      'mapping.yaml: events.Mode: expected an event of the ABI; there is no Mode; did you mean Made?',
    ],
    [
      { ...base, events: { Rates: { means: 'ignore' } } },
      'mapping.yaml: events.Rates: the ABI has several events Rates: name one by its signature, of Rates(uint256,uint16[]), Rates(uint256).',
    ],
    [{ ...base, ignore: ['Made'] }, 'mapping.yaml: events.Made: Made is mapped, and ignored by the list ignore.'],
    [
      { ...base, events: { Made: { means: { ...transferred, event: 'AssetTransfered' } } } },
      'mapping.yaml: events.Made.means.event: expected a canonical event; there is AssetTransfered; did you mean AssetTransferred?',
    ],
    [
      { ...base, events: { Made: { means: [transferred, { event: 'TaskClosed', fields: {} }] } } },
      'mapping.yaml: events.Made.means.1.fields: expected task, a text: TaskClosed needs it.',
    ],
    [
      { ...base, events: { Made: { means: transferred, wen: {} } } },
      'mapping.yaml: events.Made: Unrecognized key: "wen".',
    ],
    [
      { ...base, events: { Made: { when: { $kind: 'A' }, means: transferred } } },
      'mapping.yaml: events.Made.when.$kind: expected a whole number; there is "A".',
    ],
    [
      { ...base, events: { Made: { join: { log: { event: 'Paid', on: {} } }, means: transferred } } },
      'mapping.yaml: events.Made.join.log: expected another name; log has a meaning.',
    ],
    [
      { ...base, events: { Made: { join: { paid: { event: 'Paid', on: { di: '$id' } } }, means: transferred } } },
      'mapping.yaml: events.Made.join.paid.on.di: expected an argument of Paid; did you mean id?',
    ],
    [
      { ...base, events: { Made: { means: { ...transferred, each: ['$id'] } } } },
      'mapping.yaml: events.Made.means.each.0: expected a list; $id is none.',
    ],
    [
      { ...base, events: { Made: { announces: '$id', means: 'ignore' } } },
      'mapping.yaml: events.Made.announces: expected an address; $id is a number.',
    ],
  ])('mapping %#', (mapping, sentence) => {
    expect(complaint(mapping)).toBe(sentence);
  });

  it.each<[string, unknown, string]>([
    ['from', '$makr', 'from: expected an argument of Made, or a joined event; there is no makr; did you mean maker?'],
    ['from', '0x12', 'from: expected an address; there is "0x12".'],
    ['from', '$id', 'from: expected an address; $id is a number: write { address: $id }.'],
    ['asset', '$id', 'asset: expected an asset id; $id is a number: write { assetId: $id }.'],
    ['asset', { assetID: '$id' }, 'asset: expected a function; there is assetID; did you mean assetId?'],
    [
      'asset',
      { assetId: '$id', chian: 1 },
      'asset.chian: beside assetId expected chain, registry; did you mean chain?',
    ],
    ['asset', { lookup: '$kind' }, 'asset: beside lookup expected in.'],
    [
      'asset',
      { lookup: '$kind', in: 'word' },
      'asset.in: expected the name of a table; there is word; did you mean words?',
    ],
    ['asset', { lookup: '$kind', in: 'words' }, 'asset: expected an asset id; there is "A".'],
    ['asset', { ppm: '$bps', of: 0 }, 'asset.of: expected a whole number of at least 1; there is 0.'],
    ['too', '$maker', 'too: AssetTransferred has no such field; did you mean to?'],
    ['to', '$maker.x', 'to: $maker has no members; there is $maker.x.'],
    ['to', ['$maker'], 'to: expected one value; there is a list.'],
  ])('the field %s as %j', (field, expression, sentence) => {
    expect(fieldComplaint(field, expression)).toBe(sentence);
  });

  it('an indexed argument of no fixed length cannot be read: the log has only its hash', () => {
    expect(
      complaint({ ...base, events: { Named: { means: { event: 'TaskClosed', fields: { task: '$title' } } } } }),
    ).toBe(
      'mapping.yaml: events.Named.means.fields.task: $title cannot be read: Named has it indexed, and of an indexed string the log holds only a hash.',
    );
  });

  it('a list of structs is read only where it is gone through', () => {
    const fields = {
      asset: { assetId: '$id' },
      beneficiary: '$lines.payee',
      role: 'OWNER',
      token: account(0),
      amount: '$lines.amount',
    };
    const paid = { event: 'RevenuePaid', fields };
    expect(complaint({ ...base, events: { Paid: { means: paid } } })).toContain('$lines is a list; name it in each');
    expect(complaint({ ...base, events: { Paid: { means: { ...paid, each: ['$lines'] } } } })).toBe('nothing is wrong');
  });
});

describe('functions', () => {
  const share = (shares: unknown, args = {}): unknown =>
    valueOf('SharesChanged', { asset: { assetId: '$id' }, role: 'ANNOTATOR', contributor: '$maker', shares }, args);
  it.each<[string, unknown, object, bigint]>([
    ['scale', { scale: '$bps', times: 1_000, over: 3 }, {}, 83_333n],
    ['sum', { sum: ['$bps', '$kind', 10] }, {}, 261n],
    ['minus', { minus: ['$bps', '$kind'] }, {}, 249n],
    ['least', { least: ['$origin', 100] }, {}, 100n],
    ['ppm', { ppm: '$bps', of: 10_000 }, {}, 25_000n],
    ['a function in a function', { scale: { sum: ['$bps', 1] }, over: 2 }, {}, 125n],
    ['block', '$block.number', {}, 7n],
  ])('%s', (_, expression, args, value) => {
    expect(share(expression, args)).toMatchObject({ shares: value });
  });

  it('what falls out of range makes the log Unknown', () => {
    expect(share({ minus: ['$kind', '$bps'] })).toEqual({ reason: 'Made: -249 is out of range' });
  });

  it('assetId takes chain and registry from anywhere, and a chain that cannot be is Unknown', () => {
    const link = (parent: unknown, args = {}): unknown =>
      valueOf(
        'ParentLinked',
        { child: { assetId: '$title' }, parent, relation: 'TRAINED_ON', royaltyPpm: 5, policy: 'ABSOLUTE' },
        { title: `0x${'0'.repeat(62)}ff`, ...args },
      );
    const parent = { assetId: 9, chain: '$origin', registry: '$maker' };
    expect(link(parent)).toMatchObject({
      child: `eip155:10/erc721:${account(0xab)}/255`,
      parent: `eip155:8453/erc721:${account(1)}/9`,
    });
    expect(link(parent, { origin: 2n ** 60n })).toEqual({ reason: `Made: chain id ${2n ** 60n} is out of range` });
  });

  it('text, concat, keccak256, decimal, orNull and lookup', () => {
    const named = (args: object): unknown =>
      valueOf(
        'AssetRegistered',
        {
          asset: { assetId: '$id' },
          kind: { lookup: '$title', in: 'kinds', else: 'OTHER' },
          owner: { address: '$id' },
          contentHash: { keccak256: ['$id', '$maker'] },
          metadataUri: { concat: ['id:', '$id', '/', '$maker'] },
          name: { text: '$title' },
        },
        args,
        { tables: { kinds: { data: 'DATASET', [`0x${'ff'.repeat(32)}`]: 'MODEL' } } },
      );
    const data = toHex('data', { size: 32 });
    expect(named({ title: data })).toEqual({
      asset: `eip155:10/erc721:${account(0xab)}/5`,
      kind: 'DATASET',
      owner: account(5),
      contentHash: keccak256(toHex(`5/${account(1)}`)),
      metadataUri: `id:5/${account(1)}`,
      name: 'data',
    });
    expect(named({ title: `0x${'ff'.repeat(32)}` })).toMatchObject({ kind: 'MODEL', name: '\uFFFD'.repeat(32) });
    expect(named({ title: toHex('x', { size: 32 }) })).toMatchObject({ kind: 'OTHER' });
    const price = { token: '$maker', priceUsd: { decimal: '$origin', decimals: 6 }, decimals: 6, source: 'x' };
    expect(valueOf('PricePosted', price)).toMatchObject({ priceUsd: '0.008453' });
    const status = { asset: { assetId: '$id' }, status: 'ACTIVE', beneficiary: { orNull: '$maker' } };
    expect(valueOf('AssetStatusChanged', status)).toMatchObject({ beneficiary: account(1), disputeId: null });
    expect(valueOf('AssetStatusChanged', status, { maker: account(0) })).toMatchObject({ beneficiary: null });
    const closed = { task: { lookup: '$kind', in: 'tasks' } };
    expect(valueOf('TaskClosed', closed, { kind: 2 }, { tables: { tasks: ['a', 'b'] } })).toEqual({
      reason: 'Made: 2 is not in the table tasks',
    });
  });

  it('a split by role, by roles listed beside their rates', () => {
    const splitPpm = {
      byRole: ['$roles', '$rates'],
      role: { lookup: '$roles', in: 'roles' },
      ppm: { ppm: '$rates', of: 100 },
    };
    const means = { event: 'RoleSplitSet', fields: { asset: { assetId: '$id' }, splitPpm } };
    const path = write({
      ...base,
      tables: { roles: ['OWNER', 'ANNOTATOR', 'VALIDATOR'] },
      events: { Split: { means } },
    });
    const log = encodeLog(ABI, 'Split', { id: 1n, roles: [2, 1], rates: [10, 60] });
    expect(loadMapping(path).decodeTransaction([log], BLOCK)).toMatchObject([
      [{ payload: { splitPpm: [0, 0, 600_000, 0, 0, 100_000, 0] } }],
    ]);
  });

  it('a list of rewards', () => {
    const fields = {
      task: { text: '$id' },
      asset: { assetId: '$id' },
      sponsor: account(9),
      role: 'ANNOTATOR',
      tokens: {
        each: ['$lines'],
        as: { token: '$lines.payee', budget: '$lines.amount', baseReward: 1, bonusReward: 0 },
      },
    };
    const path = write({ ...base, events: { Paid: { means: { event: 'TaskOpened', fields } } } });
    const lines = [{ payee: account(3), amount: 7n }];
    const log = encodeLog(ABI, 'Paid', { id: 1n, lines, delta: -1n, blob: '0x' });
    expect(loadMapping(path).decodeTransaction([log], BLOCK)).toMatchObject([
      [{ payload: { task: '1', tokens: [{ token: account(3), budget: 7n, baseReward: 1n, bonusReward: 0n }] } }],
    ]);
  });
});

it('an event can announce a contract that the same mapping reads', () => {
  const adapter = loadMapping(write({ ...base, events: { Cloned: { announces: '$clone', means: 'ignore' } } }));
  const cloned = (clone: number) => encodeLog(ABI, 'Cloned', { clone: account(clone) });
  expect(adapter.announces!(cloned(7), BLOCK)).toEqual([{ contract: account(7), adapter: 'other' }]);
  expect(adapter.announces!(cloned(0), BLOCK)).toEqual([]);
  expect(loadMapping(write(base)).announces).toBeUndefined();
});

it('a contract that was announced is read from the log after it on, joined with those of its transaction', () => {
  const mapping = { ...base, events: { ...base.events, Cloned: { announces: '$clone', means: 'ignore' } } };
  const contracts = [{ adapter: write(mapping), address: account(0xab), firstBlock: 0 }];
  const list = new WatchList(contracts, adaptersOf(contracts));
  const made = encodeLog(ABI, 'Made', { id: 5n, maker: account(1), title: hash('t'), kind: 1, bps: 1, origin: 1n });
  const cloned = encodeLog(ABI, 'Cloned', { clone: account(7) });
  const logs = [{ ...made, contract: account(7) }, cloned, { ...made, contract: account(7) }];
  const decoded = list.decode(
    logs.map((log, logIndex) => ({ ...log, logIndex })),
    BLOCK,
  );
  expect(decoded.map(({ raw, adapter, events }) => [raw.logIndex, adapter, events[0]!.kind])).toEqual([
    [1, 'other', 'Ignored'],
    [2, 'other', 'AssetTransferred'],
  ]);
});

describe('in tributary.yaml', () => {
  const config = (contract: object) =>
    parseConfig(
      stringify({
        database: 'postgres://x',
        chains: [{ id: 10, name: 'Ten', rpc: ['http://x'], finality: 1, contracts: [contract] }],
      }),
      join(folder, 'tributary.yaml'),
      {},
    );

  it('a mapping is named by its file, with an address or with those that it lists for the chain', () => {
    const path = write({
      ...base,
      contracts: [10, 11].map((chain) => ({ chain, address: account(chain), firstBlock: 3 })),
    });
    const named = config({ adapter: './mapping.yaml', address: account(1), firstBlock: 2 });
    expect(named.chains[0]!.contracts).toEqual([{ adapter: path, address: account(1), firstBlock: 2 }]);
    const listed = config({ adapter: './mapping.yaml' });
    expect(listed.chains[0]!.contracts).toEqual([{ adapter: path, address: account(10), firstBlock: 3 }]);
    expect(Object.keys(adaptersOf(listed.chains[0]!.contracts))).toEqual(['reference', 'other', path]);
  });

  it.each([
    [{ adapter: './mapping.yaml' }, 'chains.0.contracts.0.address: expected an address, here or in'],
    [{ adapter: './nowhere.yaml' }, 'nowhere.yaml: cannot be read; correct the path of the mapping.'],
    [{ adapter: 'reference' }, 'chains.0.contracts.0.address: expected an address'],
    [
      { adapter: 'mapping' },
      'chains.0.contracts.0.adapter: expected an adapter: reference, chainlink, or the path of a mapping',
    ],
  ])('%j gets one clear sentence', (contract, sentence) => {
    write(base);
    expect(() => config(contract)).toThrow(sentence);
  });
});

describe('what a transaction says', () => {
  const made = (fields: object, rest: object = {}) =>
    loadMapping(write({ ...base, events: { Made: { ...rest, means: { event: 'AssetTransferred', fields } } } }));
  const log = (transaction: object) => ({
    ...encodeLog(ABI, 'Made', { id: 1n, maker: account(1), title: hash('t'), kind: 0, bps: 1, origin: 1n }),
    transaction: { from: account(5), to: account(6), value: 7n, ...transaction },
  });
  const asset = { assetId: '$id' };

  it('is read where a field names it, and only then asked for', () => {
    const adapter = made({ asset, from: '$tx.from', to: '$tx.to' });
    expect(adapter.readsTransactions).toBe(true);
    expect(made({ asset, from: '$maker', to: '$maker' }).readsTransactions).toBe(false);
    const [[sent], [creation]] = adapter.decodeTransaction([log({}), log({ to: null })], BLOCK) as unknown as [
      [{ payload: object }],
      [{ payload: object }],
    ];
    expect(sent.payload).toMatchObject({ from: account(5), to: account(6) });
    expect(creation.payload).toMatchObject({ to: account(0) });
  });

  it('is read where only a condition names it', () => {
    const adapter = made({ asset, from: '$maker', to: '$maker' }, { when: { '$tx.value': 7 } });
    expect(adapter.readsTransactions).toBe(true);
    const kinds = adapter.decodeTransaction([log({}), log({ value: 8n })], BLOCK).map(([event]) => event!.kind);
    expect(kinds).toEqual(['AssetTransferred', 'Unknown']);
  });

  it('fits where its type does', () => {
    expect(fieldComplaint('to', '$tx.value')).toContain('expected an address');
    expect(fieldComplaint('to', '$tx.sender')).toContain('there is no tx');
  });
});
