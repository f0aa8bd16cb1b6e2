import type { Scalar } from '../../../config/mapping-file.js';
import type { BlockContext, RawLog } from '../../log/blocks.js';
import { type AbiParameter, nameOf } from './abi-events.js';
import type { Value } from './event-decoder.js';

/** What a source gives, as far as mappings tell it apart. */
export type SourceType =
  | { readonly kind: 'number' | 'bool' | 'address' | 'text' | 'asset' | 'decimal' }
  | { readonly kind: 'bytes'; readonly size: number | undefined }
  | { readonly kind: 'list'; readonly item: SourceType }
  | { readonly kind: 'struct'; readonly members: readonly { readonly name: string; readonly type: SourceType }[] }
  /** One of these, whatever is read. */
  | { readonly kind: 'constant'; readonly values: readonly Scalar[] }
  | { readonly kind: 'orNull'; readonly type: SourceType };

/** Where a source is read: a log, what its event says, the events it is joined with, and the item that is at hand. */
export interface Place {
  readonly log: RawLog;
  readonly block: BlockContext;
  readonly own: readonly Value[];
  /** Values, and {@link EveryItem} where an event is absent. */
  readonly joined: readonly (readonly unknown[])[];
  readonly item: number;
}

export type Read = (place: Place) => unknown;

/** Stands for a list that is as long as those it is gone through with, and has the same item throughout. */
export class EveryItem {
  constructor(readonly value: unknown) {}
}

/** A source that has been held against the ABI. */
export interface Source {
  readonly type: SourceType;
  readonly read: Read;
  /** As the mapping has it, for messages. */
  readonly text: string;
  /** A list that may be an {@link EveryItem}. */
  readonly hasNoLength?: boolean;
}

export function typeOf({ type, components = [], name }: AbiParameter): SourceType {
  const array = /^(.+)\[\d*\]$/.exec(type);
  if (array) return { kind: 'list', item: typeOf({ type: array[1]!, components, name }) };
  if (type === 'tuple') {
    return {
      kind: 'struct',
      members: components.map((member, index) => ({ name: nameOf(member, index), type: typeOf(member) })),
    };
  }
  if (type === 'address' || type === 'bool') return { kind: type };
  if (type === 'string') return { kind: 'text' };
  if (/^u?int\d+$/.test(type)) return { kind: 'number' };
  return { kind: 'bytes', size: type === 'bytes' ? undefined : Number(type.slice(5)) };
}

/** In words, for messages. */
export function describeType(type: SourceType): string {
  switch (type.kind) {
    case 'number':
      return 'a number';
    case 'bool':
      return 'true or false';
    case 'address':
      return 'an address';
    case 'text':
      return 'a text';
    case 'decimal':
      return 'a decimal number';
    case 'asset':
      return 'an asset id';
    case 'bytes':
      return type.size === undefined ? 'bytes' : `bytes${type.size}`;
    case 'list':
      return `a list of ${describeType(type.item).replace(/^an? /, '')}s`;
    case 'struct':
      return 'a struct';
    case 'constant':
      return type.values.map((value) => JSON.stringify(value)).join(' or ');
    case 'orNull':
      return `${describeType(type.type)} or null`;
  }
}
