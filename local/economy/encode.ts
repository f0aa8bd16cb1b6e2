import { encodeFunctionData } from 'viem';
import { assetRegistryAbi, testTokenAbi, usageMeterAbi } from '../../contracts/generated/abis.js';
import { ASSET_KINDS, OPERATIONS, RELATIONS, ROLES, ROYALTY_POLICIES } from '../../src/domain/vocabulary.js';
import type { Account, Action, PlannedLink, PlannedShares, PlannedUsage, TokenSymbol } from './actions.js';

/** The reference contracts of one of the economy's chains. */
export interface EconomyContracts {
  readonly chainId: number;
  readonly registry: Account;
  readonly meter: Account;
  readonly vault: Account;
  readonly tasks: Account;
  readonly treasury: Account;
  /** Who may change the meter's fee. */
  readonly owner: Account;
  /** Who decides disputes and returns held usages. */
  readonly arbiter: Account;
  /** Who publishes payout roots. */
  readonly operator: Account;
  readonly tokens: Readonly<Record<TokenSymbol, Account>>;
}

/** Both chains' contracts, by side. */
export type BothSides = readonly [EconomyContracts, EconomyContracts];

/** Every contract of a chain that emits events of the economy. */
export function watchedContracts({ registry, meter, vault, tasks }: EconomyContracts): readonly Account[] {
  return [registry, meter, vault, tasks];
}

/** What `eth_sendTransaction` takes. */
export interface UnsignedTransaction {
  readonly from: Account;
  readonly to: Account;
  readonly data: Account;
  readonly gas: `0x${string}`;
}

/** Enough for a registration with a hundred shareholders; said outright, so that nothing is estimated. */
const GAS = '0x3d0900';
const NOBODY: Account = `0x${'0'.repeat(40)}`;
const NONE: Account = `0x${'0'.repeat(64)}`;

/** The transaction that carries out an action. */
export function encodeAction(action: Action, sides: BothSides): UnsignedTransaction {
  const here = sides[action.side];
  const isMeters = action.do === 'use' || action.do === 'setFee';
  return {
    from: action.from ?? here.owner,
    to: isMeters ? here.meter : here.registry,
    data: encodeCall(action, sides),
    gas: GAS,
  };
}

/** What gives an account money to use things with: tokens, and the meter's right to take them. */
export function encodeFunding(account: Account, contracts: EconomyContracts): UnsignedTransaction[] {
  const amounts: Record<TokenSymbol, bigint> = { USDC: 10n ** 15n, WETH: 10n ** 27n };
  return Object.entries(contracts.tokens).flatMap(([symbol, token]) => {
    const mint = encodeFunctionData({
      abi: testTokenAbi,
      functionName: 'mint',
      args: [account, amounts[symbol as TokenSymbol]],
    });
    const approve = encodeFunctionData({
      abi: testTokenAbi,
      functionName: 'approve',
      args: [contracts.meter, 2n ** 256n - 1n],
    });
    return [mint, approve].map((data) => ({ from: account, to: token, data, gas: '0x186a0' as const }));
  });
}

function encodeCall(action: Action, sides: BothSides): Account {
  const registry = { abi: assetRegistryAbi } as const;
  const here = sides[action.side];
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
    case 'setFee':
      return encodeFunctionData({
        abi: usageMeterAbi,
        functionName: 'setFee',
        args: [action.feePpm, here.treasury, here.vault],
      });
    case 'use':
      return encodeFunctionData({
        abi: usageMeterAbi,
        functionName: 'recordUsage',
        args: [usageArgument(action.usage, here, sides)],
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

function usageArgument(usage: PlannedUsage, here: EconomyContracts, sides: BothSides) {
  return {
    receiptId: usage.receiptId,
    assetChainId: BigInt(sides[usage.asset.side].chainId),
    assetRegistry: sides[usage.asset.side].registry,
    assetId: BigInt(usage.asset.id),
    operation: OPERATIONS.indexOf(usage.operation),
    units: usage.units,
    token: here.tokens[usage.token],
    amount: usage.amount,
    application: usage.application ?? NOBODY,
    executor: usage.executor ?? NOBODY,
    parentReceiptId: usage.parentReceiptId ?? NONE,
  };
}
