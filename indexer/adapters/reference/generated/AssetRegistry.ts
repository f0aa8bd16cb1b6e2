import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Approval: event("0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925", "Approval(address,address,uint256)", {"owner": indexed(p.address), "approved": indexed(p.address), "tokenId": indexed(p.uint256)}),
    ApprovalForAll: event("0x17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c31", "ApprovalForAll(address,address,bool)", {"owner": indexed(p.address), "operator": indexed(p.address), "approved": p.bool}),
    ArbiterSet: event("0x9ff67193c9fe359ce094be60d43a9d35abc78247205d3af0a0d21583b691bc52", "ArbiterSet(address)", {"arbiter": p.address}),
    AssetRegistered: event("0x69aba7b17c8d1f844727155f38c4f8456632b943e7c9f776e2b3f3ccece98ae0", "AssetRegistered(uint256,address,uint8,bytes32,string,string)", {"assetId": indexed(p.uint256), "owner": indexed(p.address), "kind": indexed(p.uint8), "contentHash": p.bytes32, "uri": p.string, "name": p.string}),
    DisputeDecided: event("0x5600dd7aea58463b0dad8d96c4df84e1d4008139ccf0f028913da8c36fbb20f2", "DisputeDecided(uint256,uint256,bool,address,uint8)", {"assetId": indexed(p.uint256), "disputeId": indexed(p.uint256), "upheld": p.bool, "beneficiary": p.address, "status": p.uint8}),
    DisputeRaised: event("0x23c31c3c42269d2f1541faecb93f9273532cfaa63b3b9cb5ab733358ac289e3b", "DisputeRaised(uint256,uint256,address,string)", {"assetId": indexed(p.uint256), "disputeId": indexed(p.uint256), "claimant": indexed(p.address), "reason": p.string}),
    OwnershipTransferStarted: event("0x38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e22700", "OwnershipTransferStarted(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    OwnershipTransferred: event("0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0", "OwnershipTransferred(address,address)", {"previousOwner": indexed(p.address), "newOwner": indexed(p.address)}),
    ParentLinked: event("0x2fff5a9f6869a08098466751a428a5799cffcaf3df7aaa786d6275aba8a83775", "ParentLinked(uint256,uint256,address,uint256,uint8,uint32,uint8)", {"childId": indexed(p.uint256), "parentChainId": indexed(p.uint256), "parentRegistry": indexed(p.address), "parentId": p.uint256, "relation": p.uint8, "royaltyPpm": p.uint32, "policy": p.uint8}),
    RolePartLocked: event("0xe18d80c880813b42f563d26789cfef17222a9a85e2d0f0688cc10225070363a3", "RolePartLocked(uint256,uint8,uint32)", {"assetId": indexed(p.uint256), "role": indexed(p.uint8), "leastPpm": p.uint32}),
    RoleSplitAnnounced: event("0x8a5eb495c9bc3f2de973d6b150baf4546dac122240e6d661a468249ec31ff0a1", "RoleSplitAnnounced(uint256,uint32[7],uint64)", {"assetId": indexed(p.uint256), "ppm": p.fixedSizeArray(p.uint32, 7), "effectiveAt": p.uint64}),
    RoleSplitSet: event("0xffd28cc0e4796d63e38d00e5f33c952eeccd870ede825e2503c104b34f0f27f7", "RoleSplitSet(uint256,uint32[7])", {"assetId": indexed(p.uint256), "ppm": p.fixedSizeArray(p.uint32, 7)}),
    SharesChanged: event("0xc00d53a95bcf827cad4baaa1b5a4243fa8784503a8de060bba4210bef5c37c9a", "SharesChanged(uint256,uint8,address[],uint96[])", {"assetId": indexed(p.uint256), "role": indexed(p.uint8), "contributors": p.array(p.address), "shares": p.array(p.uint96)}),
    StatusChanged: event("0x365a3d0a71be5f440c8224437355d5bd81a703759bf906e441902272bfbafcb3", "StatusChanged(uint256,uint8)", {"assetId": indexed(p.uint256), "status": p.uint8}),
    TasksAppointed: event("0xf74726a7bc50b770a282ff9352bac4af2288681a4203e50ebd7594b25c7fd654", "TasksAppointed(uint256,address)", {"assetId": indexed(p.uint256), "tasks": indexed(p.address)}),
    TermsSet: event("0xfd7a3ec29a9b1c56b6c4ac5d6b21778feb9e5dc153e508190eb7703d593c6e6c", "TermsSet(uint256,bool,uint32,uint8,bool,bytes32)", {"assetId": indexed(p.uint256), "derivativesAllowed": p.bool, "minRoyaltyPpm": p.uint32, "royaltyPolicy": p.uint8, "commercialUse": p.bool, "termsHash": p.bytes32}),
    Transfer: event("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", "Transfer(address,address,uint256)", {"from": indexed(p.address), "to": indexed(p.address), "tokenId": indexed(p.uint256)}),
    VersionPublished: event("0x9643add4cfc72d890b15fa7a1a7834b6e46009ca2286892e5dced3301ff1fc00", "VersionPublished(uint256,uint32,bytes32,string)", {"assetId": indexed(p.uint256), "version": p.uint32, "contentHash": p.bytes32, "uri": p.string}),
}

export const functions = {
    MAX_PARENTS: viewFun("0x97d4c443", "MAX_PARENTS()", {}, p.uint256),
    acceptOwnership: fun("0x79ba5097", "acceptOwnership()", {}, ),
    addShares: fun("0x0e194bc7", "addShares(uint256,uint8,address,uint64)", {"assetId": p.uint256, "role": p.uint8, "contributor": p.address, "shares": p.uint64}, ),
    announcedSplitOf: viewFun("0xe7dfb3f4", "announcedSplitOf(uint256)", {"assetId": p.uint256}, {"effectiveAt": p.uint64, "ppm": p.fixedSizeArray(p.uint32, 7)}),
    applyRoleSplit: fun("0x8f068d09", "applyRoleSplit(uint256)", {"assetId": p.uint256}, ),
    appointTasks: fun("0xd1fafd62", "appointTasks(uint256,address)", {"assetId": p.uint256, "tasks": p.address}, ),
    approve: fun("0x095ea7b3", "approve(address,uint256)", {"to": p.address, "tokenId": p.uint256}, ),
    arbiter: viewFun("0xfe25e00a", "arbiter()", {}, p.address),
    assetCount: viewFun("0xeafe7a74", "assetCount()", {}, p.uint256),
    balanceOf: viewFun("0x70a08231", "balanceOf(address)", {"owner": p.address}, p.uint256),
    dismissDispute: fun("0xf9b31929", "dismissDispute(uint256)", {"disputeId": p.uint256}, ),
    exists: viewFun("0x4f558e79", "exists(uint256)", {"assetId": p.uint256}, p.bool),
    getApproved: viewFun("0x081812fc", "getApproved(uint256)", {"tokenId": p.uint256}, p.address),
    isApprovedForAll: viewFun("0xe985e9c5", "isApprovedForAll(address,address)", {"owner": p.address, "operator": p.address}, p.bool),
    leastPartOf: viewFun("0x0f31f91f", "leastPartOf(uint256,uint8)", {"assetId": p.uint256, "role": p.uint8}, p.uint32),
    linkParents: fun("0x2dbc7706", "linkParents(uint256,(uint256,address,uint256,uint8,uint32,uint8)[])", {"childId": p.uint256, "parents": p.array(p.struct({"chainId": p.uint256, "registry": p.address, "assetId": p.uint256, "relation": p.uint8, "royaltyPpm": p.uint32, "policy": p.uint8}))}, ),
    name: viewFun("0x06fdde03", "name()", {}, p.string),
    openDisputesOf: viewFun("0x802b3dd9", "openDisputesOf(uint256)", {"assetId": p.uint256}, p.uint256),
    owner: viewFun("0x8da5cb5b", "owner()", {}, p.address),
    ownerOf: viewFun("0x6352211e", "ownerOf(uint256)", {"tokenId": p.uint256}, p.address),
    parentsOf: viewFun("0x26de059d", "parentsOf(uint256)", {"assetId": p.uint256}, {"count": p.uint256, "royaltiesPpm": p.uint32}),
    pendingOwner: viewFun("0xe30c3978", "pendingOwner()", {}, p.address),
    publishVersion: fun("0xb511c8ed", "publishVersion(uint256,bytes32,string)", {"assetId": p.uint256, "contentHash": p.bytes32, "uri": p.string}, p.uint32),
    raiseDispute: fun("0xb6f7a53a", "raiseDispute(uint256,address,string)", {"assetId": p.uint256, "claimant": p.address, "reason": p.string}, p.uint256),
    register: fun("0xd6819096", "register((uint8,bytes32,string,string))", {"registration": p.struct({"kind": p.uint8, "contentHash": p.bytes32, "uri": p.string, "name": p.string})}, p.uint256),
    registerWith: fun("0xa73be1bc", "registerWith((uint8,bytes32,string,string),(uint256,address,uint256,uint8,uint32,uint8)[],uint32[7],(uint8,address[],uint96[])[])", {"registration": p.struct({"kind": p.uint8, "contentHash": p.bytes32, "uri": p.string, "name": p.string}), "parents": p.array(p.struct({"chainId": p.uint256, "registry": p.address, "assetId": p.uint256, "relation": p.uint8, "royaltyPpm": p.uint32, "policy": p.uint8})), "splitPpm": p.fixedSizeArray(p.uint32, 7), "batches": p.array(p.struct({"role": p.uint8, "contributors": p.array(p.address), "shares": p.array(p.uint96)}))}, p.uint256),
    renounceOwnership: fun("0x715018a6", "renounceOwnership()", {}, ),
    retire: fun("0x3790cf57", "retire(uint256)", {"assetId": p.uint256}, ),
    roleSplitOf: viewFun("0x8f78c6e0", "roleSplitOf(uint256)", {"assetId": p.uint256}, p.fixedSizeArray(p.uint32, 7)),
    'safeTransferFrom(address,address,uint256)': fun("0x42842e0e", "safeTransferFrom(address,address,uint256)", {"from": p.address, "to": p.address, "tokenId": p.uint256}, ),
    'safeTransferFrom(address,address,uint256,bytes)': fun("0xb88d4fde", "safeTransferFrom(address,address,uint256,bytes)", {"from": p.address, "to": p.address, "tokenId": p.uint256, "data": p.bytes}, ),
    setApprovalForAll: fun("0xa22cb465", "setApprovalForAll(address,bool)", {"operator": p.address, "approved": p.bool}, ),
    setArbiter: fun("0x1c9c088a", "setArbiter(address)", {"arbiter_": p.address}, ),
    setRoleSplit: fun("0x397b1bfb", "setRoleSplit(uint256,uint32[7])", {"assetId": p.uint256, "ppm": p.fixedSizeArray(p.uint32, 7)}, ),
    setShares: fun("0x556ed546", "setShares(uint256,uint8,address[],uint96[])", {"assetId": p.uint256, "role": p.uint8, "contributors": p.array(p.address), "shares": p.array(p.uint96)}, ),
    setTerms: fun("0x0b916ee0", "setTerms(uint256,(bool,uint32,uint8,bool,bytes32))", {"assetId": p.uint256, "terms": p.struct({"derivativesAllowed": p.bool, "minRoyaltyPpm": p.uint32, "royaltyPolicy": p.uint8, "commercialUse": p.bool, "termsHash": p.bytes32})}, ),
    sharesOf: viewFun("0x962453db", "sharesOf(uint256,uint8,address)", {"assetId": p.uint256, "role": p.uint8, "contributor": p.address}, p.uint96),
    splitNotice: viewFun("0x104dcfd6", "splitNotice()", {}, p.uint64),
    statusOf: viewFun("0xad35efd4", "statusOf(uint256)", {"assetId": p.uint256}, p.uint8),
    supportsInterface: viewFun("0x01ffc9a7", "supportsInterface(bytes4)", {"interfaceId": p.bytes4}, p.bool),
    symbol: viewFun("0x95d89b41", "symbol()", {}, p.string),
    taskEnded: fun("0xf9e1342d", "taskEnded(uint256)", {"assetId": p.uint256}, ),
    taskOpened: fun("0xf9b4cdba", "taskOpened(uint256,uint8,uint32)", {"assetId": p.uint256, "role": p.uint8, "leastPpm": p.uint32}, ),
    tasksOf: viewFun("0x639f5a87", "tasksOf(uint256)", {"assetId": p.uint256}, p.address),
    termsOf: viewFun("0xbadc2dff", "termsOf(uint256)", {"assetId": p.uint256}, {"set": p.bool, "terms": p.struct({"derivativesAllowed": p.bool, "minRoyaltyPpm": p.uint32, "royaltyPolicy": p.uint8, "commercialUse": p.bool, "termsHash": p.bytes32})}),
    tokenURI: viewFun("0xc87b56dd", "tokenURI(uint256)", {"assetId": p.uint256}, p.string),
    transferFrom: fun("0x23b872dd", "transferFrom(address,address,uint256)", {"from": p.address, "to": p.address, "tokenId": p.uint256}, ),
    transferOwnership: fun("0xf2fde38b", "transferOwnership(address)", {"newOwner": p.address}, ),
    upholdDispute: fun("0x2e6cec99", "upholdDispute(uint256,address)", {"disputeId": p.uint256, "beneficiary": p.address}, ),
    versionOf: viewFun("0xa563b450", "versionOf(uint256)", {"assetId": p.uint256}, p.uint32),
}

export class Contract extends ContractBase {

    MAX_PARENTS() {
        return this.eth_call(functions.MAX_PARENTS, {})
    }

    announcedSplitOf(assetId: AnnouncedSplitOfParams["assetId"]) {
        return this.eth_call(functions.announcedSplitOf, {assetId})
    }

    arbiter() {
        return this.eth_call(functions.arbiter, {})
    }

    assetCount() {
        return this.eth_call(functions.assetCount, {})
    }

    balanceOf(owner: BalanceOfParams["owner"]) {
        return this.eth_call(functions.balanceOf, {owner})
    }

    exists(assetId: ExistsParams["assetId"]) {
        return this.eth_call(functions.exists, {assetId})
    }

    getApproved(tokenId: GetApprovedParams["tokenId"]) {
        return this.eth_call(functions.getApproved, {tokenId})
    }

    isApprovedForAll(owner: IsApprovedForAllParams["owner"], operator: IsApprovedForAllParams["operator"]) {
        return this.eth_call(functions.isApprovedForAll, {owner, operator})
    }

    leastPartOf(assetId: LeastPartOfParams["assetId"], role: LeastPartOfParams["role"]) {
        return this.eth_call(functions.leastPartOf, {assetId, role})
    }

    name() {
        return this.eth_call(functions.name, {})
    }

    openDisputesOf(assetId: OpenDisputesOfParams["assetId"]) {
        return this.eth_call(functions.openDisputesOf, {assetId})
    }

    owner() {
        return this.eth_call(functions.owner, {})
    }

    ownerOf(tokenId: OwnerOfParams["tokenId"]) {
        return this.eth_call(functions.ownerOf, {tokenId})
    }

    parentsOf(assetId: ParentsOfParams["assetId"]) {
        return this.eth_call(functions.parentsOf, {assetId})
    }

    pendingOwner() {
        return this.eth_call(functions.pendingOwner, {})
    }

    roleSplitOf(assetId: RoleSplitOfParams["assetId"]) {
        return this.eth_call(functions.roleSplitOf, {assetId})
    }

    sharesOf(assetId: SharesOfParams["assetId"], role: SharesOfParams["role"], contributor: SharesOfParams["contributor"]) {
        return this.eth_call(functions.sharesOf, {assetId, role, contributor})
    }

    splitNotice() {
        return this.eth_call(functions.splitNotice, {})
    }

    statusOf(assetId: StatusOfParams["assetId"]) {
        return this.eth_call(functions.statusOf, {assetId})
    }

    supportsInterface(interfaceId: SupportsInterfaceParams["interfaceId"]) {
        return this.eth_call(functions.supportsInterface, {interfaceId})
    }

    symbol() {
        return this.eth_call(functions.symbol, {})
    }

    tasksOf(assetId: TasksOfParams["assetId"]) {
        return this.eth_call(functions.tasksOf, {assetId})
    }

    termsOf(assetId: TermsOfParams["assetId"]) {
        return this.eth_call(functions.termsOf, {assetId})
    }

    tokenURI(assetId: TokenURIParams["assetId"]) {
        return this.eth_call(functions.tokenURI, {assetId})
    }

    versionOf(assetId: VersionOfParams["assetId"]) {
        return this.eth_call(functions.versionOf, {assetId})
    }
}

/// Event types
export type ApprovalEventArgs = EParams<typeof events.Approval>
export type ApprovalForAllEventArgs = EParams<typeof events.ApprovalForAll>
export type ArbiterSetEventArgs = EParams<typeof events.ArbiterSet>
export type AssetRegisteredEventArgs = EParams<typeof events.AssetRegistered>
export type DisputeDecidedEventArgs = EParams<typeof events.DisputeDecided>
export type DisputeRaisedEventArgs = EParams<typeof events.DisputeRaised>
export type OwnershipTransferStartedEventArgs = EParams<typeof events.OwnershipTransferStarted>
export type OwnershipTransferredEventArgs = EParams<typeof events.OwnershipTransferred>
export type ParentLinkedEventArgs = EParams<typeof events.ParentLinked>
export type RolePartLockedEventArgs = EParams<typeof events.RolePartLocked>
export type RoleSplitAnnouncedEventArgs = EParams<typeof events.RoleSplitAnnounced>
export type RoleSplitSetEventArgs = EParams<typeof events.RoleSplitSet>
export type SharesChangedEventArgs = EParams<typeof events.SharesChanged>
export type StatusChangedEventArgs = EParams<typeof events.StatusChanged>
export type TasksAppointedEventArgs = EParams<typeof events.TasksAppointed>
export type TermsSetEventArgs = EParams<typeof events.TermsSet>
export type TransferEventArgs = EParams<typeof events.Transfer>
export type VersionPublishedEventArgs = EParams<typeof events.VersionPublished>

/// Function types
export type MAX_PARENTSParams = FunctionArguments<typeof functions.MAX_PARENTS>
export type MAX_PARENTSReturn = FunctionReturn<typeof functions.MAX_PARENTS>

export type AcceptOwnershipParams = FunctionArguments<typeof functions.acceptOwnership>
export type AcceptOwnershipReturn = FunctionReturn<typeof functions.acceptOwnership>

export type AddSharesParams = FunctionArguments<typeof functions.addShares>
export type AddSharesReturn = FunctionReturn<typeof functions.addShares>

export type AnnouncedSplitOfParams = FunctionArguments<typeof functions.announcedSplitOf>
export type AnnouncedSplitOfReturn = FunctionReturn<typeof functions.announcedSplitOf>

export type ApplyRoleSplitParams = FunctionArguments<typeof functions.applyRoleSplit>
export type ApplyRoleSplitReturn = FunctionReturn<typeof functions.applyRoleSplit>

export type AppointTasksParams = FunctionArguments<typeof functions.appointTasks>
export type AppointTasksReturn = FunctionReturn<typeof functions.appointTasks>

export type ApproveParams = FunctionArguments<typeof functions.approve>
export type ApproveReturn = FunctionReturn<typeof functions.approve>

export type ArbiterParams = FunctionArguments<typeof functions.arbiter>
export type ArbiterReturn = FunctionReturn<typeof functions.arbiter>

export type AssetCountParams = FunctionArguments<typeof functions.assetCount>
export type AssetCountReturn = FunctionReturn<typeof functions.assetCount>

export type BalanceOfParams = FunctionArguments<typeof functions.balanceOf>
export type BalanceOfReturn = FunctionReturn<typeof functions.balanceOf>

export type DismissDisputeParams = FunctionArguments<typeof functions.dismissDispute>
export type DismissDisputeReturn = FunctionReturn<typeof functions.dismissDispute>

export type ExistsParams = FunctionArguments<typeof functions.exists>
export type ExistsReturn = FunctionReturn<typeof functions.exists>

export type GetApprovedParams = FunctionArguments<typeof functions.getApproved>
export type GetApprovedReturn = FunctionReturn<typeof functions.getApproved>

export type IsApprovedForAllParams = FunctionArguments<typeof functions.isApprovedForAll>
export type IsApprovedForAllReturn = FunctionReturn<typeof functions.isApprovedForAll>

export type LeastPartOfParams = FunctionArguments<typeof functions.leastPartOf>
export type LeastPartOfReturn = FunctionReturn<typeof functions.leastPartOf>

export type LinkParentsParams = FunctionArguments<typeof functions.linkParents>
export type LinkParentsReturn = FunctionReturn<typeof functions.linkParents>

export type NameParams = FunctionArguments<typeof functions.name>
export type NameReturn = FunctionReturn<typeof functions.name>

export type OpenDisputesOfParams = FunctionArguments<typeof functions.openDisputesOf>
export type OpenDisputesOfReturn = FunctionReturn<typeof functions.openDisputesOf>

export type OwnerParams = FunctionArguments<typeof functions.owner>
export type OwnerReturn = FunctionReturn<typeof functions.owner>

export type OwnerOfParams = FunctionArguments<typeof functions.ownerOf>
export type OwnerOfReturn = FunctionReturn<typeof functions.ownerOf>

export type ParentsOfParams = FunctionArguments<typeof functions.parentsOf>
export type ParentsOfReturn = FunctionReturn<typeof functions.parentsOf>

export type PendingOwnerParams = FunctionArguments<typeof functions.pendingOwner>
export type PendingOwnerReturn = FunctionReturn<typeof functions.pendingOwner>

export type PublishVersionParams = FunctionArguments<typeof functions.publishVersion>
export type PublishVersionReturn = FunctionReturn<typeof functions.publishVersion>

export type RaiseDisputeParams = FunctionArguments<typeof functions.raiseDispute>
export type RaiseDisputeReturn = FunctionReturn<typeof functions.raiseDispute>

export type RegisterParams = FunctionArguments<typeof functions.register>
export type RegisterReturn = FunctionReturn<typeof functions.register>

export type RegisterWithParams = FunctionArguments<typeof functions.registerWith>
export type RegisterWithReturn = FunctionReturn<typeof functions.registerWith>

export type RenounceOwnershipParams = FunctionArguments<typeof functions.renounceOwnership>
export type RenounceOwnershipReturn = FunctionReturn<typeof functions.renounceOwnership>

export type RetireParams = FunctionArguments<typeof functions.retire>
export type RetireReturn = FunctionReturn<typeof functions.retire>

export type RoleSplitOfParams = FunctionArguments<typeof functions.roleSplitOf>
export type RoleSplitOfReturn = FunctionReturn<typeof functions.roleSplitOf>

export type SafeTransferFromParams_0 = FunctionArguments<typeof functions['safeTransferFrom(address,address,uint256)']>
export type SafeTransferFromReturn_0 = FunctionReturn<typeof functions['safeTransferFrom(address,address,uint256)']>

export type SafeTransferFromParams_1 = FunctionArguments<typeof functions['safeTransferFrom(address,address,uint256,bytes)']>
export type SafeTransferFromReturn_1 = FunctionReturn<typeof functions['safeTransferFrom(address,address,uint256,bytes)']>

export type SetApprovalForAllParams = FunctionArguments<typeof functions.setApprovalForAll>
export type SetApprovalForAllReturn = FunctionReturn<typeof functions.setApprovalForAll>

export type SetArbiterParams = FunctionArguments<typeof functions.setArbiter>
export type SetArbiterReturn = FunctionReturn<typeof functions.setArbiter>

export type SetRoleSplitParams = FunctionArguments<typeof functions.setRoleSplit>
export type SetRoleSplitReturn = FunctionReturn<typeof functions.setRoleSplit>

export type SetSharesParams = FunctionArguments<typeof functions.setShares>
export type SetSharesReturn = FunctionReturn<typeof functions.setShares>

export type SetTermsParams = FunctionArguments<typeof functions.setTerms>
export type SetTermsReturn = FunctionReturn<typeof functions.setTerms>

export type SharesOfParams = FunctionArguments<typeof functions.sharesOf>
export type SharesOfReturn = FunctionReturn<typeof functions.sharesOf>

export type SplitNoticeParams = FunctionArguments<typeof functions.splitNotice>
export type SplitNoticeReturn = FunctionReturn<typeof functions.splitNotice>

export type StatusOfParams = FunctionArguments<typeof functions.statusOf>
export type StatusOfReturn = FunctionReturn<typeof functions.statusOf>

export type SupportsInterfaceParams = FunctionArguments<typeof functions.supportsInterface>
export type SupportsInterfaceReturn = FunctionReturn<typeof functions.supportsInterface>

export type SymbolParams = FunctionArguments<typeof functions.symbol>
export type SymbolReturn = FunctionReturn<typeof functions.symbol>

export type TaskEndedParams = FunctionArguments<typeof functions.taskEnded>
export type TaskEndedReturn = FunctionReturn<typeof functions.taskEnded>

export type TaskOpenedParams = FunctionArguments<typeof functions.taskOpened>
export type TaskOpenedReturn = FunctionReturn<typeof functions.taskOpened>

export type TasksOfParams = FunctionArguments<typeof functions.tasksOf>
export type TasksOfReturn = FunctionReturn<typeof functions.tasksOf>

export type TermsOfParams = FunctionArguments<typeof functions.termsOf>
export type TermsOfReturn = FunctionReturn<typeof functions.termsOf>

export type TokenURIParams = FunctionArguments<typeof functions.tokenURI>
export type TokenURIReturn = FunctionReturn<typeof functions.tokenURI>

export type TransferFromParams = FunctionArguments<typeof functions.transferFrom>
export type TransferFromReturn = FunctionReturn<typeof functions.transferFrom>

export type TransferOwnershipParams = FunctionArguments<typeof functions.transferOwnership>
export type TransferOwnershipReturn = FunctionReturn<typeof functions.transferOwnership>

export type UpholdDisputeParams = FunctionArguments<typeof functions.upholdDispute>
export type UpholdDisputeReturn = FunctionReturn<typeof functions.upholdDispute>

export type VersionOfParams = FunctionArguments<typeof functions.versionOf>
export type VersionOfReturn = FunctionReturn<typeof functions.versionOf>

