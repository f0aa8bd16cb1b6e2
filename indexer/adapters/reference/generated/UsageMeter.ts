import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    ArbiterSet: event("0x9ff67193c9fe359ce094be60d43a9d35abc78247205d3af0a0d21583b691bc52", "ArbiterSet(address)", {"arbiter": p.address}),
    Deposited: event("0x4a82d3f4fd2c64329f08a8da5d7b66f87ecfb87e7045120c538eb1f51eb1a1d3", "Deposited(address,address,uint256,address)", {"consumer": indexed(p.address), "token": indexed(p.address), "amount": p.uint256, "payer": p.address}),
    EIP712DomainChanged: event("0x0a6387c9ea3628b88a633bb4f3b151770f70085117a15f9bf3787cda53f13d31", "EIP712DomainChanged()", {}),
    FeeSet: event("0x505d9dc83084466c109b92d265f8e92a9135373a8b65d3f5beb0d5bb81185359", "FeeSet(uint32,address,address)", {"feePpm": p.uint32, "treasury": p.address, "vault": p.address}),
    LicenseGranted: event("0x461c4d79b13f3cb1a435cf0e0dd3a47685d2915ee85dffb113072718dce08716", "LicenseGranted(uint256,address,bytes32,address,bytes32,address,uint256,uint64)", {"assetId": indexed(p.uint256), "licensee": indexed(p.address), "receiptId": indexed(p.bytes32), "assetRegistry": p.address, "termsHash": p.bytes32, "token": p.address, "fee": p.uint256, "expiry": p.uint64}),
    LicenseOfferWithdrawn: event("0x3bbc2ebfb4c13612ef910cd10d2815c117a92b5019bdfbdb99178bd3720c12d7", "LicenseOfferWithdrawn(uint256)", {"offerId": indexed(p.uint256)}),
    LicenseOffered: event("0xf4eced67c33c2137f7ac648c1533b0eb74f11a61c889a2eb0860dc1c399bbbcc", "LicenseOffered(uint256,uint256,address,bytes32,address,uint256,uint64)", {"offerId": indexed(p.uint256), "assetId": indexed(p.uint256), "assetRegistry": p.address, "termsHash": p.bytes32, "token": p.address, "fee": p.uint256, "duration": p.uint64}),
    OwnershipTransferStarted: event("0x38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e22700", "OwnershipTransferStarted(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    ReceiptSkipped: event("0xcf9d5397861e799dcd7d67c13df8f44dee5570d4ff97d15cf18967c36c793e6a", "ReceiptSkipped(bytes32,address,uint8)", {"receiptId": indexed(p.bytes32), "consumer": indexed(p.address), "reason": p.uint8}),
    TokenDescribed: event("0xa1b42b10e7945ba13b80c32b7b3d6f865d15bc5127e515a37f0568480d55f55d", "TokenDescribed(address,string,uint8)", {"token": indexed(p.address), "symbol": p.string, "decimals": p.uint8}),
    UsageHeld: event("0x51dbee81e72d75e0b404dc49e3af453233096db00dbab9fb9067a58063b9bae1", "UsageHeld(bytes32,address,address,uint256,uint256,address,uint8,uint256,address,uint256,address,bytes32,uint64)", {"receiptId": indexed(p.bytes32), "consumer": indexed(p.address), "assetRegistry": indexed(p.address), "assetChainId": p.uint256, "assetId": p.uint256, "application": p.address, "operation": p.uint8, "units": p.uint256, "token": p.address, "amount": p.uint256, "executor": p.address, "parentReceiptId": p.bytes32, "until": p.uint64}),
    UsageRecorded: event("0x1ccdd2f41fa33a1315573e9a27c49ae8b7a5b86b29d6985ef65e1a3db4698946", "UsageRecorded(bytes32,address,address,uint256,uint256,address,uint8,uint256,address,uint256,address,bytes32)", {"receiptId": indexed(p.bytes32), "consumer": indexed(p.address), "assetRegistry": indexed(p.address), "assetChainId": p.uint256, "assetId": p.uint256, "application": p.address, "operation": p.uint8, "units": p.uint256, "token": p.address, "amount": p.uint256, "executor": p.address, "parentReceiptId": p.bytes32}),
    UsageReleased: event("0x47463ef75f29c9fc8c3661702027bd2203801e00bf4622642fdf6a005d264e9f", "UsageReleased(bytes32,string)", {"receiptId": indexed(p.bytes32), "reason": p.string}),
    UsageReversed: event("0x8290d3abf8e5d988e4db3a7a7c57dcee3a258d6727478885ce5292c8a660e8cb", "UsageReversed(bytes32,string)", {"receiptId": indexed(p.bytes32), "reason": p.string}),
    WithdrawalRequested: event("0x99917c09ff0ca44503897d7fbced1728758961df7b8b79579df03a556064dd76", "WithdrawalRequested(address,address,uint256,uint64)", {"consumer": indexed(p.address), "token": indexed(p.address), "amount": p.uint256, "availableAt": p.uint64}),
    Withdrawn: event("0xd1c19fbcd4551a5edfb66d43d2e337c04837afda3482b42bdf569a8fccdae5fb", "Withdrawn(address,address,uint256)", {"consumer": indexed(p.address), "token": indexed(p.address), "amount": p.uint256}),
}

export const functions = {
    MAX_FEE_PPM: viewFun("0x01ff572d", "MAX_FEE_PPM()", {}, p.uint32),
    MAX_LICENSE_DURATION: viewFun("0xae3257f5", "MAX_LICENSE_DURATION()", {}, p.uint64),
    WITHDRAWAL_WINDOW: viewFun("0x56765c51", "WITHDRAWAL_WINDOW()", {}, p.uint64),
    acceptOwnership: fun("0x79ba5097", "acceptOwnership()", {}, ),
    arbiter: viewFun("0xfe25e00a", "arbiter()", {}, p.address),
    buyLicense: fun("0x2e74626e", "buyLicense(uint256,bytes32)", {"offerId": p.uint256, "receiptId": p.bytes32}, p.uint64),
    deposit: fun("0xf45346dc", "deposit(address,uint256,address)", {"token": p.address, "amount": p.uint256, "consumer": p.address}, ),
    eip712Domain: viewFun("0x84b0196e", "eip712Domain()", {}, {"fields": p.bytes1, "name": p.string, "version": p.string, "chainId": p.uint256, "verifyingContract": p.address, "salt": p.bytes32, "extensions": p.array(p.uint256)}),
    feePpm: viewFun("0xa534150c", "feePpm()", {}, p.uint32),
    hashOf: viewFun("0x5aaed81d", "hashOf((address,bool,uint64,(bytes32,uint256,address,uint256,uint8,uint256,address,uint256,address,address,bytes32)))", {"receipt": p.struct({"consumer": p.address, "held": p.bool, "validUntil": p.uint64, "usage": p.struct({"receiptId": p.bytes32, "assetChainId": p.uint256, "assetRegistry": p.address, "assetId": p.uint256, "operation": p.uint8, "units": p.uint256, "token": p.address, "amount": p.uint256, "application": p.address, "executor": p.address, "parentReceiptId": p.bytes32})})}, p.bytes32),
    heldUsageOf: viewFun("0xa9e11439", "heldUsageOf(bytes32)", {"receiptId": p.bytes32}, {"consumer": p.address, "token": p.address, "amount": p.uint256, "until": p.uint64}),
    holdUsage: fun("0x5b40cc1b", "holdUsage((bytes32,uint256,address,uint256,uint8,uint256,address,uint256,address,address,bytes32))", {"usage": p.struct({"receiptId": p.bytes32, "assetChainId": p.uint256, "assetRegistry": p.address, "assetId": p.uint256, "operation": p.uint8, "units": p.uint256, "token": p.address, "amount": p.uint256, "application": p.address, "executor": p.address, "parentReceiptId": p.bytes32})}, ),
    holdWindow: viewFun("0x3f9006f6", "holdWindow()", {}, p.uint64),
    isReceiptUsed: viewFun("0x6d143a4b", "isReceiptUsed(bytes32)", {"receiptId": p.bytes32}, p.bool),
    isTokenDescribed: viewFun("0xa3e0fc2a", "isTokenDescribed(address)", {"token": p.address}, p.bool),
    licensedUntil: viewFun("0x9e5d16cb", "licensedUntil(uint256,address,bytes32)", {"assetId": p.uint256, "licensee": p.address, "termsHash": p.bytes32}, p.uint64),
    offerLicense: fun("0xb5b95b7a", "offerLicense(uint256,bytes32,address,uint256,uint64)", {"assetId": p.uint256, "termsHash": p.bytes32, "token": p.address, "fee": p.uint256, "duration": p.uint64}, p.uint256),
    offerOf: viewFun("0xa3cb2f44", "offerOf(uint256)", {"offerId": p.uint256}, p.struct({"assetId": p.uint256, "termsHash": p.bytes32, "token": p.address, "fee": p.uint256, "duration": p.uint64, "owner": p.address})),
    owner: viewFun("0x8da5cb5b", "owner()", {}, p.address),
    pendingOwner: viewFun("0xe30c3978", "pendingOwner()", {}, p.address),
    prepaidOf: viewFun("0x0d2f07f7", "prepaidOf(address,address)", {"consumer": p.address, "token": p.address}, p.uint256),
    recordUsage: fun("0x55b79fce", "recordUsage((bytes32,uint256,address,uint256,uint8,uint256,address,uint256,address,address,bytes32))", {"usage": p.struct({"receiptId": p.bytes32, "assetChainId": p.uint256, "assetRegistry": p.address, "assetId": p.uint256, "operation": p.uint8, "units": p.uint256, "token": p.address, "amount": p.uint256, "application": p.address, "executor": p.address, "parentReceiptId": p.bytes32})}, ),
    registry: viewFun("0x7b103999", "registry()", {}, p.address),
    releaseUsage: fun("0x8a83e273", "releaseUsage(bytes32)", {"receiptId": p.bytes32}, ),
    renounceOwnership: fun("0x715018a6", "renounceOwnership()", {}, ),
    requestWithdrawal: fun("0xda95ebf7", "requestWithdrawal(address,uint256)", {"token": p.address, "amount": p.uint256}, ),
    reverseUsage: fun("0x2aa7ccff", "reverseUsage(bytes32,string)", {"receiptId": p.bytes32, "reason": p.string}, ),
    setArbiter: fun("0x1c9c088a", "setArbiter(address)", {"arbiter_": p.address}, ),
    setFee: fun("0xecdc077b", "setFee(uint32,address,address)", {"feePpm_": p.uint32, "treasury_": p.address, "vault_": p.address}, ),
    settle: fun("0x427f199a", "settle((address,bool,uint64,(bytes32,uint256,address,uint256,uint8,uint256,address,uint256,address,address,bytes32))[],bytes[])", {"receipts": p.array(p.struct({"consumer": p.address, "held": p.bool, "validUntil": p.uint64, "usage": p.struct({"receiptId": p.bytes32, "assetChainId": p.uint256, "assetRegistry": p.address, "assetId": p.uint256, "operation": p.uint8, "units": p.uint256, "token": p.address, "amount": p.uint256, "application": p.address, "executor": p.address, "parentReceiptId": p.bytes32})})), "signatures": p.array(p.bytes)}, p.uint256),
    transferOwnership: fun("0xf2fde38b", "transferOwnership(address)", {"newOwner": p.address}, ),
    treasury: viewFun("0x61d027b3", "treasury()", {}, p.address),
    vault: viewFun("0xfbfa77cf", "vault()", {}, p.address),
    withdraw: fun("0x51cff8d9", "withdraw(address)", {"token": p.address}, ),
    withdrawOffer: fun("0x8610f045", "withdrawOffer(uint256)", {"offerId": p.uint256}, ),
    withdrawalDelay: viewFun("0xa7ab6961", "withdrawalDelay()", {}, p.uint64),
    withdrawalOf: viewFun("0x1101be77", "withdrawalOf(address,address)", {"consumer": p.address, "token": p.address}, {"amount": p.uint256, "availableAt": p.uint64}),
}

export class Contract extends ContractBase {

    MAX_FEE_PPM() {
        return this.eth_call(functions.MAX_FEE_PPM, {})
    }

    MAX_LICENSE_DURATION() {
        return this.eth_call(functions.MAX_LICENSE_DURATION, {})
    }

    WITHDRAWAL_WINDOW() {
        return this.eth_call(functions.WITHDRAWAL_WINDOW, {})
    }

    arbiter() {
        return this.eth_call(functions.arbiter, {})
    }

    eip712Domain() {
        return this.eth_call(functions.eip712Domain, {})
    }

    feePpm() {
        return this.eth_call(functions.feePpm, {})
    }

    hashOf(receipt: HashOfParams["receipt"]) {
        return this.eth_call(functions.hashOf, {receipt})
    }

    heldUsageOf(receiptId: HeldUsageOfParams["receiptId"]) {
        return this.eth_call(functions.heldUsageOf, {receiptId})
    }

    holdWindow() {
        return this.eth_call(functions.holdWindow, {})
    }

    isReceiptUsed(receiptId: IsReceiptUsedParams["receiptId"]) {
        return this.eth_call(functions.isReceiptUsed, {receiptId})
    }

    isTokenDescribed(token: IsTokenDescribedParams["token"]) {
        return this.eth_call(functions.isTokenDescribed, {token})
    }

    licensedUntil(assetId: LicensedUntilParams["assetId"], licensee: LicensedUntilParams["licensee"], termsHash: LicensedUntilParams["termsHash"]) {
        return this.eth_call(functions.licensedUntil, {assetId, licensee, termsHash})
    }

    offerOf(offerId: OfferOfParams["offerId"]) {
        return this.eth_call(functions.offerOf, {offerId})
    }

    owner() {
        return this.eth_call(functions.owner, {})
    }

    pendingOwner() {
        return this.eth_call(functions.pendingOwner, {})
    }

    prepaidOf(consumer: PrepaidOfParams["consumer"], token: PrepaidOfParams["token"]) {
        return this.eth_call(functions.prepaidOf, {consumer, token})
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

    withdrawalDelay() {
        return this.eth_call(functions.withdrawalDelay, {})
    }

    withdrawalOf(consumer: WithdrawalOfParams["consumer"], token: WithdrawalOfParams["token"]) {
        return this.eth_call(functions.withdrawalOf, {consumer, token})
    }
}

/// Event types
export type ArbiterSetEventArgs = EParams<typeof events.ArbiterSet>
export type DepositedEventArgs = EParams<typeof events.Deposited>
export type EIP712DomainChangedEventArgs = EParams<typeof events.EIP712DomainChanged>
export type FeeSetEventArgs = EParams<typeof events.FeeSet>
export type LicenseGrantedEventArgs = EParams<typeof events.LicenseGranted>
export type LicenseOfferWithdrawnEventArgs = EParams<typeof events.LicenseOfferWithdrawn>
export type LicenseOfferedEventArgs = EParams<typeof events.LicenseOffered>
export type OwnershipTransferStartedEventArgs = EParams<typeof events.OwnershipTransferStarted>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type ReceiptSkippedEventArgs = EParams<typeof events.ReceiptSkipped>
export type TokenDescribedEventArgs = EParams<typeof events.TokenDescribed>
export type UsageHeldEventArgs = EParams<typeof events.UsageHeld>
export type UsageRecordedEventArgs = EParams<typeof events.UsageRecorded>
export type UsageReleasedEventArgs = EParams<typeof events.UsageReleased>
export type UsageReversedEventArgs = EParams<typeof events.UsageReversed>
export type WithdrawalRequestedEventArgs = EParams<typeof events.WithdrawalRequested>
export type WithdrawnEventArgs = EParams<typeof events.Withdrawn>

/// Function types
export type MAX_FEE_PPMParams = FunctionArguments<typeof functions.MAX_FEE_PPM>
export type MAX_FEE_PPMReturn = FunctionReturn<typeof functions.MAX_FEE_PPM>

export type MAX_LICENSE_DURATIONParams = FunctionArguments<typeof functions.MAX_LICENSE_DURATION>
export type MAX_LICENSE_DURATIONReturn = FunctionReturn<typeof functions.MAX_LICENSE_DURATION>

export type WITHDRAWAL_WINDOWParams = FunctionArguments<typeof functions.WITHDRAWAL_WINDOW>
export type WITHDRAWAL_WINDOWReturn = FunctionReturn<typeof functions.WITHDRAWAL_WINDOW>

export type AcceptOwnershipParams = FunctionArguments<typeof functions.acceptOwnership>
export type AcceptOwnershipReturn = FunctionReturn<typeof functions.acceptOwnership>

export type ArbiterParams = FunctionArguments<typeof functions.arbiter>
export type ArbiterReturn = FunctionReturn<typeof functions.arbiter>

export type BuyLicenseParams = FunctionArguments<typeof functions.buyLicense>
export type BuyLicenseReturn = FunctionReturn<typeof functions.buyLicense>

export type DepositParams = FunctionArguments<typeof functions.deposit>
export type DepositReturn = FunctionReturn<typeof functions.deposit>

export type Eip712DomainParams = FunctionArguments<typeof functions.eip712Domain>
export type Eip712DomainReturn = FunctionReturn<typeof functions.eip712Domain>

export type FeePpmParams = FunctionArguments<typeof functions.feePpm>
export type FeePpmReturn = FunctionReturn<typeof functions.feePpm>

export type HashOfParams = FunctionArguments<typeof functions.hashOf>
export type HashOfReturn = FunctionReturn<typeof functions.hashOf>

export type HeldUsageOfParams = FunctionArguments<typeof functions.heldUsageOf>
export type HeldUsageOfReturn = FunctionReturn<typeof functions.heldUsageOf>

export type HoldUsageParams = FunctionArguments<typeof functions.holdUsage>
export type HoldUsageReturn = FunctionReturn<typeof functions.holdUsage>

export type HoldWindowParams = FunctionArguments<typeof functions.holdWindow>
export type HoldWindowReturn = FunctionReturn<typeof functions.holdWindow>

export type IsReceiptUsedParams = FunctionArguments<typeof functions.isReceiptUsed>
export type IsReceiptUsedReturn = FunctionReturn<typeof functions.isReceiptUsed>

export type IsTokenDescribedParams = FunctionArguments<typeof functions.isTokenDescribed>
export type IsTokenDescribedReturn = FunctionReturn<typeof functions.isTokenDescribed>

export type LicensedUntilParams = FunctionArguments<typeof functions.licensedUntil>
export type LicensedUntilReturn = FunctionReturn<typeof functions.licensedUntil>

export type OfferLicenseParams = FunctionArguments<typeof functions.offerLicense>
export type OfferLicenseReturn = FunctionReturn<typeof functions.offerLicense>

export type OfferOfParams = FunctionArguments<typeof functions.offerOf>
export type OfferOfReturn = FunctionReturn<typeof functions.offerOf>

export type OwnerParams = FunctionArguments<typeof functions.owner>
export type OwnerReturn = FunctionReturn<typeof functions.owner>

export type PendingOwnerParams = FunctionArguments<typeof functions.pendingOwner>
export type PendingOwnerReturn = FunctionReturn<typeof functions.pendingOwner>

export type PrepaidOfParams = FunctionArguments<typeof functions.prepaidOf>
export type PrepaidOfReturn = FunctionReturn<typeof functions.prepaidOf>

export type RecordUsageParams = FunctionArguments<typeof functions.recordUsage>
export type RecordUsageReturn = FunctionReturn<typeof functions.recordUsage>

export type RegistryParams = FunctionArguments<typeof functions.registry>
export type RegistryReturn = FunctionReturn<typeof functions.registry>

export type ReleaseUsageParams = FunctionArguments<typeof functions.releaseUsage>
export type ReleaseUsageReturn = FunctionReturn<typeof functions.releaseUsage>

export type RenounceOwnershipParams = FunctionArguments<typeof functions.renounceOwnership>
export type RenounceOwnershipReturn = FunctionReturn<typeof functions.renounceOwnership>

export type RequestWithdrawalParams = FunctionArguments<typeof functions.requestWithdrawal>
export type RequestWithdrawalReturn = FunctionReturn<typeof functions.requestWithdrawal>

export type ReverseUsageParams = FunctionArguments<typeof functions.reverseUsage>
export type ReverseUsageReturn = FunctionReturn<typeof functions.reverseUsage>

export type SetArbiterParams = FunctionArguments<typeof functions.setArbiter>
export type SetArbiterReturn = FunctionReturn<typeof functions.setArbiter>

export type SetFeeParams = FunctionArguments<typeof functions.setFee>
export type SetFeeReturn = FunctionReturn<typeof functions.setFee>

export type SettleParams = FunctionArguments<typeof functions.settle>
export type SettleReturn = FunctionReturn<typeof functions.settle>

export type TransferOwnershipParams = FunctionArguments<typeof functions.transferOwnership>
export type TransferOwnershipReturn = FunctionReturn<typeof functions.transferOwnership>

export type TreasuryParams = FunctionArguments<typeof functions.treasury>
export type TreasuryReturn = FunctionReturn<typeof functions.treasury>

export type VaultParams = FunctionArguments<typeof functions.vault>
export type VaultReturn = FunctionReturn<typeof functions.vault>

export type WithdrawParams = FunctionArguments<typeof functions.withdraw>
export type WithdrawReturn = FunctionReturn<typeof functions.withdraw>

export type WithdrawOfferParams = FunctionArguments<typeof functions.withdrawOffer>
export type WithdrawOfferReturn = FunctionReturn<typeof functions.withdrawOffer>

export type WithdrawalDelayParams = FunctionArguments<typeof functions.withdrawalDelay>
export type WithdrawalDelayReturn = FunctionReturn<typeof functions.withdrawalDelay>

export type WithdrawalOfParams = FunctionArguments<typeof functions.withdrawalOf>
export type WithdrawalOfReturn = FunctionReturn<typeof functions.withdrawalOf>

