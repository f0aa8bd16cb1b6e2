import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Claimed: event("0xcfe1b3504bf31b768274369740eaa7889cbbd737dcc2029f0e7ca21459e682b8", "Claimed(address,address,uint256,uint32)", {"contributor": indexed(p.address), "token": indexed(p.address), "amount": p.uint256, "epoch": p.uint32}),
    OperatorSet: event("0x99d737e0adf2c449d71890b86772885ec7959b152ddb265f76325b6e68e105d3", "OperatorSet(address)", {"operator": p.address}),
    OwnershipTransferStarted: event("0x38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e22700", "OwnershipTransferStarted(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    PayoutRootPublished: event("0x14638a5217017b34588a72334199c7c4c2ff107264550e520ee017933608625e", "PayoutRootPublished(uint32,bytes32,uint64,uint64,bytes32,uint64)", {"epoch": indexed(p.uint32), "root": p.bytes32, "mark": p.uint64, "remoteMark": p.uint64, "configurationDigest": p.bytes32, "activeFrom": p.uint64}),
}

export const functions = {
    acceptOwnership: fun("0x79ba5097", "acceptOwnership()", {}, ),
    activationDelay: viewFun("0x3a8c0786", "activationDelay()", {}, p.uint64),
    activeRoot: viewFun("0xabb2efdf", "activeRoot()", {}, p.struct({"root": p.bytes32, "mark": p.uint64, "remoteMark": p.uint64, "activeFrom": p.uint64, "epoch": p.uint32, "configurationDigest": p.bytes32})),
    claim: fun("0xfabed412", "claim(address,address,uint256,bytes32[])", {"contributor": p.address, "token": p.address, "cumulative": p.uint256, "proof": p.array(p.bytes32)}, p.uint256),
    claimMany: fun("0xabce8ffe", "claimMany((address,address,uint256,bytes32[])[])", {"claims": p.array(p.struct({"contributor": p.address, "token": p.address, "cumulative": p.uint256, "proof": p.array(p.bytes32)}))}, ),
    claimedOf: viewFun("0x9cf00275", "claimedOf(address,address)", {"contributor": p.address, "token": p.address}, p.uint256),
    held: viewFun("0x32f750ff", "held(address)", {"token": p.address}, p.uint256),
    newestRoot: viewFun("0xe9ae9af1", "newestRoot()", {}, p.struct({"root": p.bytes32, "mark": p.uint64, "remoteMark": p.uint64, "activeFrom": p.uint64, "epoch": p.uint32, "configurationDigest": p.bytes32})),
    operator: viewFun("0x570ca735", "operator()", {}, p.address),
    owner: viewFun("0x8da5cb5b", "owner()", {}, p.address),
    pendingOwner: viewFun("0xe30c3978", "pendingOwner()", {}, p.address),
    publishRoot: fun("0xf55e34e6", "publishRoot(uint32,bytes32,uint64,uint64,bytes32)", {"epoch": p.uint32, "root": p.bytes32, "mark": p.uint64, "remoteMark": p.uint64, "configurationDigest": p.bytes32}, ),
    renounceOwnership: fun("0x715018a6", "renounceOwnership()", {}, ),
    setOperator: fun("0xb3ab15fb", "setOperator(address)", {"operator_": p.address}, ),
    transferOwnership: fun("0xf2fde38b", "transferOwnership(address)", {"newOwner": p.address}, ),
}

export class Contract extends ContractBase {

    activationDelay() {
        return this.eth_call(functions.activationDelay, {})
    }

    activeRoot() {
        return this.eth_call(functions.activeRoot, {})
    }

    claimedOf(contributor: ClaimedOfParams["contributor"], token: ClaimedOfParams["token"]) {
        return this.eth_call(functions.claimedOf, {contributor, token})
    }

    held(token: HeldParams["token"]) {
        return this.eth_call(functions.held, {token})
    }

    newestRoot() {
        return this.eth_call(functions.newestRoot, {})
    }

    operator() {
        return this.eth_call(functions.operator, {})
    }

    owner() {
        return this.eth_call(functions.owner, {})
    }

    pendingOwner() {
        return this.eth_call(functions.pendingOwner, {})
    }
}

/// Event types
export type ClaimedEventArgs = EParams<typeof events.Claimed>
export type OperatorSetEventArgs = EParams<typeof events.OperatorSet>
export type OwnershipTransferStartedEventArgs = EParams<typeof events.OwnershipTransferStarted>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type PayoutRootPublishedEventArgs = EParams<typeof events.PayoutRootPublished>

/// Function types
export type AcceptOwnershipParams = FunctionArguments<typeof functions.acceptOwnership>
export type AcceptOwnershipReturn = FunctionReturn<typeof functions.acceptOwnership>

export type ActivationDelayParams = FunctionArguments<typeof functions.activationDelay>
export type ActivationDelayReturn = FunctionReturn<typeof functions.activationDelay>

export type ActiveRootParams = FunctionArguments<typeof functions.activeRoot>
export type ActiveRootReturn = FunctionReturn<typeof functions.activeRoot>

export type ClaimParams = FunctionArguments<typeof functions.claim>
export type ClaimReturn = FunctionReturn<typeof functions.claim>

export type ClaimManyParams = FunctionArguments<typeof functions.claimMany>
export type ClaimManyReturn = FunctionReturn<typeof functions.claimMany>

export type ClaimedOfParams = FunctionArguments<typeof functions.claimedOf>
export type ClaimedOfReturn = FunctionReturn<typeof functions.claimedOf>

export type HeldParams = FunctionArguments<typeof functions.held>
export type HeldReturn = FunctionReturn<typeof functions.held>

export type NewestRootParams = FunctionArguments<typeof functions.newestRoot>
export type NewestRootReturn = FunctionReturn<typeof functions.newestRoot>

export type OperatorParams = FunctionArguments<typeof functions.operator>
export type OperatorReturn = FunctionReturn<typeof functions.operator>

export type OwnerParams = FunctionArguments<typeof functions.owner>
export type OwnerReturn = FunctionReturn<typeof functions.owner>

export type PendingOwnerParams = FunctionArguments<typeof functions.pendingOwner>
export type PendingOwnerReturn = FunctionReturn<typeof functions.pendingOwner>

export type PublishRootParams = FunctionArguments<typeof functions.publishRoot>
export type PublishRootReturn = FunctionReturn<typeof functions.publishRoot>

export type RenounceOwnershipParams = FunctionArguments<typeof functions.renounceOwnership>
export type RenounceOwnershipReturn = FunctionReturn<typeof functions.renounceOwnership>

export type SetOperatorParams = FunctionArguments<typeof functions.setOperator>
export type SetOperatorReturn = FunctionReturn<typeof functions.setOperator>

export type TransferOwnershipParams = FunctionArguments<typeof functions.transferOwnership>
export type TransferOwnershipReturn = FunctionReturn<typeof functions.transferOwnership>

