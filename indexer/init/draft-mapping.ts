import { Document, isMap, type Node, type Pair, type Scalar } from 'yaml';
import { type AbiEvent, nameOf } from '../adapters/mapping/abi-events.js';
import { isHousekeeping } from './known-events.js';
import { PARTNER, propose, type Proposal } from './propose.js';

/** What is proposed for the events of a contract. */
export interface Draft {
  readonly proposals: readonly Proposal[];
  /** Those that move tokens of the registry: ERC-721's transfer. */
  readonly transfer: AbiEvent | undefined;
  readonly ignored: readonly AbiEvent[];
  readonly unmapped: readonly AbiEvent[];
}

/** Sorts a contract's events into what can be proposed, what means nothing, and what a person has to say. */
export function draftOf(abi: readonly AbiEvent[]): Draft {
  const transfer = abi.find(
    ({ signature, inputs }) =>
      signature === 'Transfer(address,address,uint256)' && inputs.every(({ indexed }) => indexed),
  );
  const ignored = abi.filter(isHousekeeping);
  const open = abi.filter((event) => event !== transfer && !ignored.includes(event));
  const found = open.flatMap((event) => propose(event, abi) ?? []);
  const partners = new Set(found.map(({ partner }) => partner?.event));
  const proposals = found.filter(({ event }) => !partners.has(event));
  const settled = new Set([...proposals.map(({ event }) => event), ...partners]);
  return { proposals, transfer, ignored, unmapped: open.filter((event) => !settled.has(event)) };
}

export interface DraftedContract {
  readonly name: string;
  readonly chain: number;
  readonly address: string;
  readonly firstBlock: number;
  /** Path of the ABI's file from the mapping's folder. */
  readonly abi: string;
}

/** A draft as the text of a mapping file, with comments on what is guessed. */
export function renderMapping(contract: DraftedContract, draft: Draft, seen: (event: AbiEvent) => number): string {
  const { name, abi, chain, address, firstBlock } = contract;
  const { proposals, transfer, ignored, unmapped } = draft;
  const tables = proposals.flatMap((proposal) => Object.entries(proposal.tables));
  const events = [
    ...(transfer ? [[nameIn(draft, transfer), transferRules(transfer)] as const] : []),
    ...proposals.map((proposal) => [nameIn(draft, proposal.event), ruleOf(proposal, draft)] as const),
  ];
  const document = new Document({
    name,
    abi,
    contracts: [inline({ chain, address, firstBlock })],
    ...(tables.length > 0 ? { tables: Object.fromEntries(tables.map(([key, words]) => [key, inline(words)])) } : {}),
    events: Object.fromEntries(events),
    ignore: inline(ignored.map((event) => nameIn(draft, event))),
  });
  document.commentBefore =
    ' A draft by `tributary init`: read every line. How it is written: docs/bring-your-own-registry.md';
  for (const { event } of proposals) {
    const pair = pairOf(document, nameIn(draft, event));
    if (pair) (pair.key as Scalar).commentBefore = ` ${describe(event)}, ${seen(event)} seen`;
  }
  if (unmapped.length > 0) {
    const lines = unmapped.map((event) => `   ${describe(event)}, ${seen(event)} seen`);
    document.comment = ` Not mapped: their logs are kept as Unknown until they are mapped, or listed in ignore.\n${lines.join('\n')}`;
  }
  return document.toString({ lineWidth: 0, singleQuote: true });
}

/** An event by its name, or by its signature where the ABI has several of the name. */
function nameIn(draft: Draft, event: AbiEvent): string {
  const all = [...draft.proposals.flatMap((one) => [one.event, one.partner?.event]), draft.transfer];
  const others = [...all, ...draft.ignored, ...draft.unmapped];
  return others.some((other) => other && other !== event && other.name === event.name) ? event.signature : event.name;
}

function ruleOf({ kind, partner, each, fields }: Proposal, draft: Draft): object {
  const partnerName = partner && nameIn(draft, partner.event);
  return {
    ...(partner ? { join: { [PARTNER]: inline({ event: partnerName, on: { [partner.on]: `$${partner.on}` } }) } } : {}),
    means: {
      event: kind,
      ...(each.length > 0 ? { each: inline(each) } : {}),
      fields: Object.fromEntries(fields.map(({ name, value, note }) => [name, inline(value, note)])),
    },
  };
}

function transferRules({ inputs }: AbiEvent): object[] {
  const [from, to, token] = inputs.map((input, at) => `$${nameOf(input, at)}`) as [string, string, string];
  return [
    { when: inline({ [from]: `0x${'0'.repeat(40)}` }), means: 'ignore' },
    { means: { event: 'AssetTransferred', fields: inline({ asset: { assetId: token }, from, to }) } },
  ];
}

/** A value on one line, with a comment. */
function inline(value: unknown, comment?: string): Node {
  const node = new Document().createNode(value, { flow: true }) as Node;
  if (comment !== undefined) node.comment = ` ${comment}`;
  return node;
}

function pairOf(document: Document, name: string): Pair | undefined {
  const events = document.get('events', true);
  return isMap(events) ? events.items.find(({ key }) => (key as Scalar).value === name) : undefined;
}

function describe({ name, inputs }: AbiEvent): string {
  return `${name}(${inputs.map((input) => `${input.type} ${input.name}`.trim()).join(', ')})`;
}
