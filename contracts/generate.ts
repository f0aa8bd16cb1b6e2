import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CompiledContract, compileFolder } from './compile.js';

/** What others build on: their ABIs and bytecodes are committed. */
const REFERENCE = ['AssetRegistry', 'UsageMeter', 'PayoutVault', 'ContributionTasks', 'TestToken', 'TestPriceFeed'];

/** The contracts and, apart from them, those that only tests use; by name. */
export interface CompiledContracts {
  readonly source: ReadonlyMap<string, CompiledContract>;
  readonly test: ReadonlyMap<string, CompiledContract>;
  /** Somebody else's registry, of the worked example. */
  readonly example: ReadonlyMap<string, CompiledContract>;
}

/** Compiles everything below `contracts/` and the example, which takes some seconds. @throws Error when the sources do not compile */
export async function compileContracts(root: string = process.cwd()): Promise<CompiledContracts> {
  return {
    source: await compileFolder('contracts/src', root),
    test: await compileFolder('contracts/test', root),
    example: await compileFolder('examples/atelier', root),
  };
}

/**
 * Everything that is made from the Solidity sources, as text by path in the checkout: ABI JSON for codecs and other
 * people's tools, ABIs as typed constants, bytecodes.
 */
export function renderContracts({ source, test, example }: CompiledContracts): Map<string, string> {
  const reference = REFERENCE.map((name) => {
    const contract = source.get(name);
    if (!contract) throw new Error(`contracts/src has no contract ${name}; restore it or drop it from generate.ts.`);
    return contract;
  });
  const deployable = [...test.values()].filter(({ bytecode }) => bytecode !== '0x');
  return new Map([
    ...reference.map(({ name, abi }): [string, string] => [
      `abi/reference/${name}.json`,
      `${JSON.stringify(abi, null, 2)}\n`,
    ]),
    ['contracts/generated/abis.ts', module(reference.map(abiConstant))],
    ['contracts/generated/bytecode.ts', module(reference.map(bytecodeConstant))],
    ...[...example.values()].map(({ name, abi, bytecode }): [string, string] => [
      `examples/atelier/${name}.json`,
      `${JSON.stringify({ abi, bytecode }, null, 2)}\n`,
    ]),
    ['contracts/generated/test-contracts.ts', module(deployable.flatMap((c) => [abiConstant(c), bytecodeConstant(c)]))],
  ]);
}

/** Compiles the contracts and writes {@link renderContracts} to its places. @returns the paths written */
export async function generateContracts(root: string = process.cwd()): Promise<string[]> {
  const files = renderContracts(await compileContracts(root));
  for (const [path, text] of files) {
    mkdirSync(dirname(resolve(root, path)), { recursive: true });
    writeFileSync(resolve(root, path), text);
  }
  return [...files.keys()];
}

function abiConstant({ name, abi }: CompiledContract): string {
  return `export const ${camel(name)}Abi = ${JSON.stringify(abi, null, 2)} as const;`;
}

function bytecodeConstant({ name, bytecode }: CompiledContract): string {
  return `export const ${camel(name)}Bytecode = '${bytecode}';`;
}

function camel(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function module(constants: string[]): string {
  return [
    '// SPDX-License-Identifier: MIT',
    '// Made from the Solidity sources by `npm run generate`; edits are lost.',
    '',
    constants.join('\n\n'),
    '',
  ].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const path of await generateContracts()) console.log(path);
}
