import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    FeeSet: event("0x505d9dc83084466c109b92d265f8e92a9135373a8b65d3f5beb0d5bb81185359", "FeeSet(uint32,address,address)", {"feePpm": p.uint32, "treasury": p.address, "vault": p.address}),
    OwnershipTransferStarted: event("0x38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e22700", "OwnershipTransferStarted(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    TokenDescribed: event("0xa1b42b10e7945ba13b80c32b7b3d6f865d15bc5127e515a37f0568480d55f55d", "TokenDescribed(address,string,uint8)", {"token": indexed(p.address), "symbol": p.string, "decimals": p.uint8}),
    UsageRecorded: event("0x1ccdd2f41fa33a1315573e9a27c49ae8b7a5b86b29d6985ef65e1a3db4698946", "UsageRecorded(bytes32,address,address,uint256,uint256,address,uint8,uint256,address,uint256,address,bytes32)", {"receiptId": indexed(p.bytes32), "consumer": indexed(p.address), "assetRegistry": indexed(p.address), "assetChainId": p.uint256, "assetId": p.uint256, "application": p.address, "operation": p.uint8, "units": p.uint256, "token": p.address, "amount": p.uint256, "executor": p.address, "parentReceiptId": p.bytes32}),
}

export const functions = {
    MAX_FEE_PPM: viewFun("0x01ff572d", "MAX_FEE_PPM()", {}, p.uint32),
    acceptOwnership: fun("0x79ba5097", "acceptOwnership()", {}, ),
    feePpm: viewFun("0xa534150c", "feePpm()", {}, p.uint32),
    isReceiptUsed: viewFun("0x6d143a4b", "isReceiptUsed(bytes32)", {"receiptId": p.bytes32}, p.bool),
    isTokenDescribed: viewFun("0xa3e0fc2a", "isTokenDescribed(address)", {"token": p.address}, p.bool),
    owner: viewFun("0x8da5cb5b", "owner()", {}, p.address),
    pendingOwner: viewFun("0xe30c3978", "pendingOwner()", {}, p.address),
    recordUsage: fun("0x55b79fce", "recordUsage((bytes32,uint256,address,uint256,uint8,uint256,address,uint256,address,address,bytes32))", {"usage": p.struct({"receiptId": p.bytes32, "assetChainId": p.uint256, "assetRegistry": p.address, "assetId": p.uint256, "operation": p.uint8, "units": p.uint256, "token": p.address, "amount": p.uint256, "application": p.address, "executor": p.address, "parentReceiptId": p.bytes32})}, ),
    registry: viewFun("0x7b103999", "registry()", {}, p.address),
    renounceOwnership: fun("0x715018a6", "renounceOwnership()", {}, ),
    setFee: fun("0xecdc077b", "setFee(uint32,address,address)", {"feePpm_": p.uint32, "treasury_": p.address, "vault_": p.address}, ),
    transferOwnership: fun("0xf2fde38b", "transferOwnership(address)", {"newOwner": p.address}, ),
    treasury: viewFun("0x61d027b3", "treasury()", {}, p.address),
    vault: viewFun("0xfbfa77cf", "vault()", {}, p.address),
}

export class Contract extends ContractBase {

    MAX_FEE_PPM() {
        return this.eth_call(functions.MAX_FEE_PPM, {})
    }

    feePpm() {
        return this.eth_call(functions.feePpm, {})
    }

    isReceiptUsed(receiptId: IsReceiptUsedParams["receiptId"]) {
        return this.eth_call(functions.isReceiptUsed, {receiptId})
    }

    isTokenDescribed(token: IsTokenDescribedParams["token"]) {
        return this.eth_call(functions.isTokenDescribed, {token})
    }

    owner() {
        return this.eth_call(functions.owner, {})
    }

    pendingOwner() {
        return this.eth_call(functions.pendingOwner, {})
    }

    registry() {
        return this.eth_call(functions.registry, {})
    }

    treasury() {
        return this.eth_call(functions.treasury, {})
    }

    vault() {
        return this.eth_call(functions.vault, {})
    }
}

/// Event types
export type FeeSetEventArgs = EParams<typeof events.FeeSet>
export type OwnershipTransferStartedEventArgs = EParams<typeof events.OwnershipTransferStarted>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type TokenDescribedEventArgs = EParams<typeof events.TokenDescribed>
export type UsageRecordedEventArgs = EParams<typeof events.UsageRecorded>

/// Function types
export type MAX_FEE_PPMParams = FunctionArguments<typeof functions.MAX_FEE_PPM>
export type MAX_FEE_PPMReturn = FunctionReturn<typeof functions.MAX_FEE_PPM>

export type AcceptOwnershipParams = FunctionArguments<typeof functions.acceptOwnership>
export type AcceptOwnershipReturn = FunctionReturn<typeof functions.acceptOwnership>

export type FeePpmParams = FunctionArguments<typeof functions.feePpm>
export type FeePpmReturn = FunctionReturn<typeof functions.feePpm>

export type IsReceiptUsedParams = FunctionArguments<typeof functions.isReceiptUsed>
export type IsReceiptUsedReturn = FunctionReturn<typeof functions.isReceiptUsed>

export type IsTokenDescribedParams = FunctionArguments<typeof functions.isTokenDescribed>
export type IsTokenDescribedReturn = FunctionReturn<typeof functions.isTokenDescribed>

export type OwnerParams = FunctionArguments<typeof functions.owner>
export type OwnerReturn = FunctionReturn<typeof functions.owner>

export type PendingOwnerParams = FunctionArguments<typeof functions.pendingOwner>
export type PendingOwnerReturn = FunctionReturn<typeof functions.pendingOwner>

export type RecordUsageParams = FunctionArguments<typeof functions.recordUsage>
export type RecordUsageReturn = FunctionReturn<typeof functions.recordUsage>

export type RegistryParams = FunctionArguments<typeof functions.registry>
export type RegistryReturn = FunctionReturn<typeof functions.registry>

export type RenounceOwnershipParams = FunctionArguments<typeof functions.renounceOwnership>
export type RenounceOwnershipReturn = FunctionReturn<typeof functions.renounceOwnership>

export type SetFeeParams = FunctionArguments<typeof functions.setFee>
export type SetFeeReturn = FunctionReturn<typeof functions.setFee>

export type TransferOwnershipParams = FunctionArguments<typeof functions.transferOwnership>
export type TransferOwnershipReturn = FunctionReturn<typeof functions.transferOwnership>

export type TreasuryParams = FunctionArguments<typeof functions.treasury>
export type TreasuryReturn = FunctionReturn<typeof functions.treasury>

export type VaultParams = FunctionArguments<typeof functions.vault>
export type VaultReturn = FunctionReturn<typeof functions.vault>

