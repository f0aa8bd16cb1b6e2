import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Abi, Hex } from 'viem';

/** What the compiler makes of one contract. */
export interface CompiledContract {
  /** The contract's name in its source. */
  readonly name: string;
  readonly abi: Abi;
  /** Creation code, without constructor arguments. */
  readonly bytecode: Hex;
  /** Bytes of the code that ends up on chain; chains refuse more than 24,576. */
  readonly deployedSize_bytes: number;
}

interface CompilerOutput {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, CompilerContract>>;
}

interface CompilerContract {
  abi: Abi;
  evm: { bytecode: { object: string }; deployedBytecode: { object: string } };
}

/**
 * Compiles every Solidity file of a folder, OpenZeppelin's read from node_modules. Source names are paths below
 * `root`, so that the same sources give the same bytes on any machine.
 * @returns contracts, interfaces and libraries by name
 * @throws Error with the compiler's words for errors and for warnings: there are none in what is committed
 */
export async function compileFolder(
  folder: string,
  root: string = process.cwd(),
): Promise<Map<string, CompiledContract>> {
  // Loaded only here: the compiler is 9 MB, and who deploys needs just its result.
  const { default: solc } = (await import('solc')) as unknown as {
    default: {
      compile(input: string, callbacks: { import(path: string): { contents: string } | { error: string } }): string;
    };
  };
  const names = readdirSync(resolve(root, folder))
    .filter((name) => name.endsWith('.sol'))
    .sort();
  const sources = Object.fromEntries(
    names.map((name) => [`${folder}/${name}`, { content: readFileSync(resolve(root, folder, name), 'utf8') }]),
  );
  const input = {
    language: 'Solidity',
    sources,
    settings: {
      // The newest version that every chain of note runs.
      evmVersion: 'cancun',
      optimizer: { enabled: true, runs: 200 },
      outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
    },
  };
  const output = JSON.parse(
    solc.compile(JSON.stringify(input), { import: (path) => readImport(root, path) }),
  ) as CompilerOutput;
  const problems = output.errors?.filter(({ severity }) => severity !== 'info') ?? [];
  if (problems.length > 0) {
    throw new Error(`Contracts in ${folder} do not compile: ${problems.map((p) => p.formattedMessage).join('\n')}`);
  }
  return new Map(
    names
      .flatMap((name) => Object.entries(output.contracts?.[`${folder}/${name}`] ?? {}))
      .map(([name, contract]) => [name, compiled(name, contract)]),
  );
}

function compiled(name: string, { abi, evm }: CompilerContract): CompiledContract {
  return {
    name,
    abi,
    bytecode: `0x${evm.bytecode.object}`,
    deployedSize_bytes: evm.deployedBytecode.object.length / 2,
  };
}

function readImport(root: string, path: string): { contents: string } | { error: string } {
  const file = path.startsWith('@') ? join(root, 'node_modules', path) : join(root, path);
  try {
    return { contents: readFileSync(file, 'utf8') };
  } catch {
    return { error: `${basename(path)} is not at ${file}; run npm ci.` };
  }
}
