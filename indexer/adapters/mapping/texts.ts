import { type KeyPath, MappingProblem } from './problem.js';
import { describeType, type Place, type Source } from './source-types.js';

/**
 * A source as text. Numbers in decimal, addresses in hex; bytes are UTF-8, those of fixed size without the zeros at their end.
 * @throws MappingProblem
 */
export function textOf(source: Source, path: KeyPath): (place: Place) => string {
  const { type, read } = source;
  if (type.kind === 'list' || type.kind === 'struct' || type.kind === 'orNull') {
    throw new MappingProblem(path, `expected one value; ${source.text} is ${describeType(type)}`);
  }
  if (type.kind !== 'bytes') return (place) => String(read(place));
  return (place) => {
    const bytes = Buffer.from((read(place) as string).slice(2), 'hex');
    let end = bytes.length;
    if (type.size !== undefined) while (end > 0 && bytes[end - 1] === 0) end--;
    return bytes.toString('utf8', 0, end);
  };
}

/** A value for a reason. Texts are as long as somebody pays for, so they are not repeated. */
export function sayValue(value: unknown): string {
  return typeof value === 'string' && !/^0x[0-9a-f]{0,64}$/.test(value) ? 'a text' : String(value);
}
