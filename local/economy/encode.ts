import { encodeFunctionData } from 'viem';
import { testPriceFeedAbi, testTokenAbi } from '../../contracts/generated/abis.js';
import type { Account, Action, Deed, TokenSymbol } from './actions.js';
import { type BothSides, type EconomyContracts, GAS } from './contracts.js';
import { encodeMeterCall, type MeterDeed } from './encode-meter.js';
import { encodeRegistryCall } from './encode-registry.js';
import { encodeTaskCall, type TaskDeed } from './encode-tasks.js';

/** What `eth_sendTransaction` takes. */
export interface UnsignedTransaction {
  readonly from: Account;
  readonly to: Account;
  readonly data: Account;
  readonly gas: `0x${string}`;
}

const METER_DEEDS: ReadonlySet<Deed['do']> = new Set<MeterDeed['do']>([
  'use',
  'hold',
  'setFee',
  'release',
  'reverse',
  'deposit',
  'settle',
  'offerLicense',
  'buyLicense',
]);
const TASK_DEEDS: ReadonlySet<Deed['do']> = new Set<TaskDeed['do']>([
  'openTask',
  'submit',
  'review',
  'pay',
  'closeTask',
]);
const ARBITERS_DEEDS: ReadonlySet<Deed['do']> = new Set<Deed['do']>(['raiseDispute', 'decideDispute', 'reverse']);

/** The transaction that carries out an action. */
export async function encodeAction(action: Action, sides: BothSides): Promise<UnsignedTransaction> {
  const here = sides[action.side];
  const from = action.from ?? (ARBITERS_DEEDS.has(action.do) ? here.arbiter : here.owner);
  if (action.do === 'postPrice') {
    const data = encodeFunctionData({ abi: testPriceFeedAbi, functionName: 'post', args: [action.answer] });
    return { from, to: here.feed, data, gas: GAS };
  }
  if (isMeters(action)) return { from, to: here.meter, data: await encodeMeterCall(action, sides), gas: GAS };
  if (isTasks(action)) return { from, to: here.tasks, data: encodeTaskCall(action, sides), gas: GAS };
  return { from, to: here.registry, data: encodeRegistryCall(action, sides), gas: GAS };
}

/** What gives an account money: tokens, and the right of the contracts to take them. */
export function encodeFunding(account: Account, contracts: EconomyContracts): UnsignedTransaction[] {
  const amounts: Record<TokenSymbol, bigint> = { USDC: 10n ** 15n, WETH: 10n ** 27n };
  return Object.entries(contracts.tokens).flatMap(([symbol, token]) => {
    const mint = encodeFunctionData({
      abi: testTokenAbi,
      functionName: 'mint',
      args: [account, amounts[symbol as TokenSymbol]],
    });
    const approvals = [contracts.meter, contracts.tasks].map((spender) =>
      encodeFunctionData({ abi: testTokenAbi, functionName: 'approve', args: [spender, 2n ** 256n - 1n] }),
    );
    return [mint, ...approvals].map((data) => ({ from: account, to: token, data, gas: '0x186a0' as const }));
  });
}

function isMeters(action: Action): action is Extract<Action, MeterDeed> {
  return METER_DEEDS.has(action.do);
}

function isTasks(action: Action): action is Extract<Action, TaskDeed> {
  return TASK_DEEDS.has(action.do);
}
