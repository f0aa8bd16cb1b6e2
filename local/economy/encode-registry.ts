import { encodeFunctionData } from 'viem';
import { assetRegistryAbi } from '../../contracts/generated/abis.js';
import { ASSET_KINDS, RELATIONS, ROLES, ROYALTY_POLICIES } from '../../src/domain/vocabulary.js';
import type { Account, Action, Deed, PlannedLink, PlannedShares, RuleDeed } from './actions.js';
import type { BothSides } from './contracts.js';

const registry = { abi: assetRegistryAbi } as const;

/** What an asset registry is called for. */
export type RegistryDeed =
  | Extract<
      Deed,
      {
        do:
          | 'register'
          | 'publishVersion'
          | 'setTerms'
          | 'linkParents'
          | 'setRoleSplit'
          | 'setShares'
          | 'transfer'
          | 'retire'
          | 'appointTasks';
      }
    >
  | RuleDeed;

/** The call of the registry that carries out an action. */
export function encodeRegistryCall(action: RegistryDeed & Pick<Action, 'side' | 'from'>, sides: BothSides): Account {
  switch (action.do) {
    case 'register':
      return encodeFunctionData({
        ...registry,
        functionName: 'registerWith',
        args: [
          {
            kind: ASSET_KINDS.indexOf(action.kind),
            contentHash: action.contentHash,
            uri: action.uri,
            name: action.name,
          },
          action.links.map((link) => linkArgument(link, sides)),
          splitArgument(action.splitPpm ?? ROLES.map(() => 0)),
          action.pools.map(poolArgument),
        ],
      });
    case 'publishVersion':
      return encodeFunctionData({
        ...registry,
        functionName: 'publishVersion',
        args: [BigInt(action.asset.id), action.contentHash, action.uri],
      });
    case 'setTerms':
      return encodeFunctionData({
        ...registry,
        functionName: 'setTerms',
        args: [
          BigInt(action.asset.id),
          { ...action.terms, royaltyPolicy: ROYALTY_POLICIES.indexOf(action.terms.royaltyPolicy) },
        ],
      });
    case 'linkParents':
      return encodeFunctionData({
        ...registry,
        functionName: 'linkParents',
        args: [BigInt(action.asset.id), action.links.map((link) => linkArgument(link, sides))],
      });
    case 'setRoleSplit':
      return encodeFunctionData({
        ...registry,
        functionName: 'setRoleSplit',
        args: [BigInt(action.asset.id), splitArgument(action.splitPpm)],
      });
    case 'setShares': {
      const { role, contributors, shares } = poolArgument(action.pool);
      return encodeFunctionData({
        ...registry,
        functionName: 'setShares',
        args: [BigInt(action.asset.id), role, contributors, shares],
      });
    }
    case 'transfer':
      return encodeFunctionData({
        ...registry,
        functionName: 'transferFrom',
        args: [action.from!, action.to, BigInt(action.asset.id)],
      });
    case 'retire':
      return encodeFunctionData({ ...registry, functionName: 'retire', args: [BigInt(action.asset.id)] });
    case 'appointTasks':
      return encodeFunctionData({
        ...registry,
        functionName: 'appointTasks',
        args: [BigInt(action.asset.id), sides[action.side].tasks],
      });
    case 'applyRoleSplit':
      return encodeFunctionData({ ...registry, functionName: 'applyRoleSplit', args: [BigInt(action.asset.id)] });
    case 'raiseDispute':
      return encodeFunctionData({
        ...registry,
        functionName: 'raiseDispute',
        args: [BigInt(action.asset.id), action.claimant, action.reason],
      });
    case 'decideDispute':
      return action.upheldFor === null
        ? encodeFunctionData({ ...registry, functionName: 'dismissDispute', args: [BigInt(action.dispute)] })
        : encodeFunctionData({
            ...registry,
            functionName: 'upholdDispute',
            args: [BigInt(action.dispute), action.upheldFor],
          });
  }
}

function linkArgument({ parent, relation, royaltyPpm, policy }: PlannedLink, sides: BothSides) {
  return {
    chainId: BigInt(sides[parent.side].chainId),
    registry: sides[parent.side].registry,
    assetId: BigInt(parent.id),
    relation: RELATIONS.indexOf(relation),
    royaltyPpm,
    policy: ROYALTY_POLICIES.indexOf(policy),
  };
}

function poolArgument({ role, contributors, shares }: PlannedShares) {
  return { role: ROLES.indexOf(role), contributors, shares };
}

function splitArgument(splitPpm: readonly number[]) {
  return splitPpm as [number, number, number, number, number, number, number];
}
