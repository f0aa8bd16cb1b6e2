import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  ASSET_KINDS,
  ASSET_STATUSES,
  CONTRIBUTION_SOURCES,
  OPERATIONS,
  PPM,
  RELATIONS,
  REWARD_PARTS,
  ROLES,
  ROYALTY_POLICIES,
} from '../src/domain/vocabulary.js';
import { type CompiledContracts, compileContracts, renderContracts } from './generate.js';

/** What a contract on chain may have, by EIP-170. */
const MAX_CODE_bytes = 24_576;

describe('What is made from the contracts', () => {
  let compiled: CompiledContracts;

  beforeAll(async () => {
    compiled = await compileContracts();
  }, 180_000);

  it('is what is committed: run npm run generate after a change', () => {
    const rendered = renderContracts(compiled);
    for (const [path, text] of rendered) {
      // Not toBe: a difference of megabytes is no help.
      if (readFileSync(path, 'utf8') !== text) throw new Error(`${path} is not what the sources give.`);
    }
    expect([...rendered.keys()]).toEqual([
      'abi/reference/AssetRegistry.json',
      'abi/reference/UsageMeter.json',
      'abi/reference/PayoutVault.json',
      'abi/reference/ContributionTasks.json',
      'abi/reference/TestToken.json',
      'abi/reference/TestPriceFeed.json',
      'contracts/generated/abis.ts',
      'contracts/generated/bytecode.ts',
      'examples/atelier/Atelier.json',
      'contracts/generated/test-contracts.ts',
    ]);
  });

  it('fits on a chain', () => {
    for (const { name, deployedSize_bytes } of compiled.source.values()) {
      expect({ name, fits: deployedSize_bytes <= MAX_CODE_bytes }).toEqual({ name, fits: true });
    }
  });
});

describe('Types.sol', () => {
  const source = readFileSync('contracts/src/Types.sol', 'utf8');
  const enums = Object.fromEntries(
    [...source.matchAll(/enum (\w+) \{([^}]*)\}/g)].map(([, name, body]) => [
      name,
      body!.split(',').map((w) => w.trim()),
    ]),
  );

  it('numbers every list as the vocabulary does', () => {
    expect(enums).toEqual({
      AssetKind: [...ASSET_KINDS],
      AssetStatus: [...ASSET_STATUSES],
      Role: [...ROLES],
      Relation: [...RELATIONS],
      Operation: [...OPERATIONS],
      RoyaltyPolicy: [...ROYALTY_POLICIES],
      Source: [...CONTRIBUTION_SOURCES],
      RewardPart: [...REWARD_PARTS],
    });
  });

  it('counts roles and parts of a whole as the vocabulary does', () => {
    expect(source).toContain(`ROLE_COUNT = ${ROLES.length};`);
    expect(source.replaceAll('_', '')).toContain(`PPM = ${PPM};`);
  });
});
