import { encodeFunctionData, hashTypedData } from 'viem';
import { sign } from 'viem/accounts';
import { usageMeterAbi } from '../../contracts/generated/abis.js';
import { RECEIPT_TYPES, receiptDomain } from '../../contracts/receipt.js';
import { OPERATIONS } from '../../src/domain/vocabulary.js';
import type { Account, Action, Deed, PaymentDeed, PlannedReceipt, PlannedUsage } from './actions.js';
import { type BothSides, type EconomyContracts, NOBODY, NONE } from './contracts.js';

const meter = { abi: usageMeterAbi } as const;
/** No receipt of an economy lapses. */
const FOR_EVER_s = 2n ** 40n;

/** What a usage meter is called for. */
export type MeterDeed = Extract<Deed, { do: 'use' | 'setFee' }> | PaymentDeed;

/** The call of the meter that carries out an action, with what has to be signed for it. */
export async function encodeMeterCall(
  action: MeterDeed & Pick<Action, 'side' | 'from'>,
  sides: BothSides,
): Promise<Account> {
  const here = sides[action.side];
  switch (action.do) {
    case 'use':
    case 'hold':
      return encodeFunctionData({
        ...meter,
        functionName: action.do === 'use' ? 'recordUsage' : 'holdUsage',
        args: [usageArgument(action.usage, here, sides)],
      });
    case 'setFee':
      return encodeFunctionData({
        ...meter,
        functionName: 'setFee',
        args: [action.feePpm, here.treasury, here.vault],
      });
    case 'release':
      return encodeFunctionData({ ...meter, functionName: 'releaseUsage', args: [action.receiptId] });
    case 'reverse':
      return encodeFunctionData({ ...meter, functionName: 'reverseUsage', args: [action.receiptId, action.reason] });
    case 'deposit':
      return encodeFunctionData({
        ...meter,
        functionName: 'deposit',
        args: [here.tokens[action.token], action.amount, action.from!],
      });
    case 'settle': {
      const signed = await Promise.all(action.receipts.map((receipt) => signedReceipt(receipt, here, sides)));
      return encodeFunctionData({
        ...meter,
        functionName: 'settle',
        args: [signed.map(({ receipt }) => receipt), signed.map(({ signature }) => signature)],
      });
    }
    case 'offerLicense':
      return encodeFunctionData({
        ...meter,
        functionName: 'offerLicense',
        args: [
          BigInt(action.asset.id),
          action.termsHash,
          here.tokens[action.token],
          action.fee,
          BigInt(action.duration_s),
        ],
      });
    case 'buyLicense':
      return encodeFunctionData({
        ...meter,
        functionName: 'buyLicense',
        args: [BigInt(action.offer), action.receiptId],
      });
  }
}

async function signedReceipt({ consumer, key, held, usage }: PlannedReceipt, here: EconomyContracts, sides: BothSides) {
  const receipt = { consumer, held, validUntil: FOR_EVER_s, usage: usageArgument(usage, here, sides) };
  const hash = hashTypedData({
    domain: receiptDomain(here.chainId, here.meter),
    types: RECEIPT_TYPES,
    primaryType: 'Receipt',
    message: receipt,
  });
  return { receipt, signature: await sign({ hash, privateKey: key, to: 'hex' }) };
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
