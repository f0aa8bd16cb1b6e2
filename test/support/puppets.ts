import { writeFileSync } from 'node:fs';
import { type AbiEvent, type Address, encodeAbiParameters, encodeEventTopics, type Hex } from 'viem';
import { stringify } from 'yaml';
import {
  puppetAbi,
  puppetBytecode,
  puppetFactoryAbi,
  puppetFactoryBytecode,
} from '../../contracts/generated/test-contracts.js';
import type { ReferenceChain } from './reference-chain.js';

/** A log as a puppet is told it. */
export interface Speech {
  readonly topics: readonly Hex[];
  readonly data: Hex;
}

const SAID: AbiEvent = {
  type: 'event',
  name: 'Said',
  inputs: [
    { name: 'about', type: 'address', indexed: true },
    { name: 'text', type: 'string' },
  ],
};
const MADE = puppetFactoryAbi.find(({ type }) => type === 'event')!;

/** An event encoded as a log. */
export function speech(event: AbiEvent, args: Record<string, unknown>): Speech {
  const topics: unknown = encodeEventTopics({ abi: [event], eventName: event.name, args } as never);
  const inData = event.inputs.filter(({ indexed }) => !indexed);
  const data = encodeAbiParameters(
    inData,
    inData.map(({ name }) => args[name!]),
  );
  return { topics: topics as Hex[], data };
}

/** Contracts that say what a test wants, and one that announces such contracts. */
export class Puppets {
  private constructor(
    private readonly chain: ReferenceChain,
    readonly factory: Address,
  ) {}

  static async on(chain: ReferenceChain): Promise<Puppets> {
    return new Puppets(chain, await chain.deploy(puppetFactoryAbi, puppetFactoryBytecode));
  }

  /** A puppet that nobody has announced. */
  make(): Promise<Address> {
    return this.chain.deploy(puppetAbi, puppetBytecode);
  }

  async announce(puppet: Address): Promise<void> {
    await this.#call(this.factory, puppetFactoryAbi, 'announce', [puppet]);
  }

  /** Makes a puppet that says a text before and after it is announced, in one transaction. */
  async debut(text: string): Promise<Address> {
    const { topics, data } = said(text);
    await this.#call(this.factory, puppetFactoryAbi, 'debut', [topics, data]);
    const { client } = this.chain;
    const count = await client.getStorageAt({ address: this.factory, slot: '0x0' });
    const args = [BigInt(count!) - 1n] as const;
    const made = await client.readContract({
      address: this.factory,
      abi: puppetFactoryAbi,
      functionName: 'puppets',
      args,
    });
    return made.toLowerCase() as Address;
  }

  /** Says a text, in a block of its own. */
  async say(puppet: Address, text: string): Promise<void> {
    await this.tell(puppet, said(text));
  }

  /** Emits a log, so many times in one transaction. */
  async tell(puppet: Address, { topics, data }: Speech, times = 1): Promise<void> {
    await this.#call(puppet, puppetAbi, 'repeat', [topics, data, BigInt(times)]);
  }

  async #call(to: Address, abi: unknown, name: string, args: unknown[]): Promise<void> {
    await this.chain.call(this.chain.people[0]!, to, abi, name, args);
  }
}

function said(text: string): Speech {
  return speech(SAID, { about: `0x${'ab'.repeat(20)}`, text });
}

/** Writes a mapping by which factories announce puppets, and what these say describes a token. @returns its path */
export function writePuppetMapping(path: string): string {
  const abi = path.replace(/\.yaml$/, '.json');
  writeFileSync(abi, JSON.stringify([MADE, SAID]));
  const events = {
    PuppetMade: { announces: '$puppet', means: 'ignore' },
    Said: { means: { event: 'TokenDescribed', fields: { token: '$about', symbol: '$text', decimals: 6 } } },
  };
  writeFileSync(path, stringify({ name: 'puppets', abi, events }));
  return path;
}
