import { toEventSelector, toEventSignature } from 'viem';
import { z } from 'zod';
import type { Hex } from '../../../src/domain/ids.js';

/** A parameter of an event, or a member of a struct, as an ABI describes it. */
export interface AbiParameter {
  readonly name: string;
  readonly type: string;
  readonly indexed?: boolean | undefined;
  readonly components?: readonly AbiParameter[] | undefined;
}

/** An event of an ABI. */
export interface AbiEvent {
  readonly name: string;
  /** `Transfer(address,address,uint256)` */
  readonly signature: string;
  readonly topic: Hex;
  readonly inputs: readonly AbiParameter[];
}

const parameter: z.ZodType<AbiParameter> = z.lazy(() =>
  z.object({
    name: z.string().default(''),
    type: z.string(),
    indexed: z.boolean().optional(),
    components: z.array(parameter).optional(),
  }),
);
const event = z.object({
  type: z.literal('event'),
  name: z.string().min(1),
  anonymous: z.boolean().optional(),
  inputs: z.array(parameter),
});
const abi = z.array(z.looseObject({ type: z.string() }));
/** Foundry, Hardhat and Truffle keep the ABI as a member of what they build. */
const artifact = z.object({ abi });

/**
 * The events of an ABI, as JSON that is the list itself or an artifact that has it as `abi`. Anonymous
 * events are left out: nothing in their logs says which they are.
 * @returns undefined where the JSON is no ABI
 */
export function eventsOfAbi(json: unknown): AbiEvent[] | undefined {
  const parsed = z.union([abi, artifact.transform((built) => built.abi)]).safeParse(json);
  if (!parsed.success) return undefined;
  const events: AbiEvent[] = [];
  for (const item of parsed.data) {
    if (item.type !== 'event') continue;
    const found = event.safeParse(item);
    if (!found.success) return undefined;
    const { name, inputs, anonymous } = found.data;
    if (anonymous) continue;
    const described = { type: 'event', name, inputs } as const;
    try {
      const signature = toEventSignature(described as never);
      events.push({ name, signature, topic: toEventSelector(described as never) as Hex, inputs });
    } catch {
      return undefined;
    }
  }
  return events;
}

/** A parameter's name, or `arg0`, `arg1` for those without one. */
export function nameOf({ name }: AbiParameter, index: number): string {
  return name || `arg${index}`;
}

/** Whether logs of both events have the same first topic and the same number of topics. */
export function areAlike(a: AbiEvent, b: AbiEvent): boolean {
  const indexed = ({ inputs }: AbiEvent): string => inputs.map((input) => Boolean(input.indexed)).join();
  return a.topic === b.topic && indexed(a) === indexed(b);
}
