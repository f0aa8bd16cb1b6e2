import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    Approval: event("0x8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925", "Approval(address,address,uint256)", {"owner": indexed(p.address), "approved": indexed(p.address), "tokenId": indexed(p.uint256)}),
    ApprovalForAll: event("0x17307eab39ab6107e8899845ad3d59bd9653f200f220920489ca2b5937696c31", "ApprovalForAll(address,address,bool)", {"owner": indexed(p.address), "operator": indexed(p.address), "approved": p.bool}),
    AssetRegistered: event("0x69aba7b17c8d1f844727155f38c4f8456632b943e7c9f776e2b3f3ccece98ae0", "AssetRegistered(uint256,address,uint8,bytes32,string,string)", {"assetId": indexed(p.uint256), "owner": indexed(p.address), "kind": indexed(p.uint8), "contentHash": p.bytes32, "uri": p.string, "name": p.string}),
    ParentLinked: event("0x2fff5a9f6869a08098466751a428a5799cffcaf3df7aaa786d6275aba8a83775", "ParentLinked(uint256,uint256,address,uint256,uint8,uint32,uint8)", {"childId": indexed(p.uint256), "parentChainId": indexed(p.uint256), "parentRegistry": indexed(p.address), "parentId": p.uint256, "relation": p.uint8, "royaltyPpm": p.uint32, "policy": p.uint8}),
    RoleSplitSet: event("0xffd28cc0e4796d63e38d00e5f33c952eeccd870ede825e2503c104b34f0f27f7", "RoleSplitSet(uint256,uint32[7])", {"assetId": indexed(p.uint256), "ppm": p.fixedSizeArray(p.uint32, 7)}),
    SharesChanged: event("0xc00d53a95bcf827cad4baaa1b5a4243fa8784503a8de060bba4210bef5c37c9a", "SharesChanged(uint256,uint8,address[],uint96[])", {"assetId": indexed(p.uint256), "role": indexed(p.uint8), "contributors": p.array(p.address), "shares": p.array(p.uint96)}),
    StatusChanged: event("0x365a3d0a71be5f440c8224437355d5bd81a703759bf906e441902272bfbafcb3", "StatusChanged(uint256,uint8)", {"assetId": indexed(p.uint256), "status": p.uint8}),
    TermsSet: event("0xfd7a3ec29a9b1c56b6c4ac5d6b21778feb9e5dc153e508190eb7703d593c6e6c", "TermsSet(uint256,bool,uint32,uint8,bool,bytes32)", {"assetId": indexed(p.uint256), "derivativesAllowed": p.bool, "minRoyaltyPpm": p.uint32, "royaltyPolicy": p.uint8, "commercialUse": p.bool, "termsHash": p.bytes32}),
    Transfer: event("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef", "Transfer(address,address,uint256)", {"from": indexed(p.address), "to": indexed(p.address), "tokenId": indexed(p.uint256)}),
    VersionPublished: event("0x9643add4cfc72d890b15fa7a1a7834b6e46009ca2286892e5dced3301ff1fc00", "VersionPublished(uint256,uint32,bytes32,string)", {"assetId": indexed(p.uint256), "version": p.uint32, "contentHash": p.bytes32, "uri": p.string}),
}

export const functions = {
    MAX_PARENTS: viewFun("0x97d4c443", "MAX_PARENTS()", {}, p.uint256),
    approve: fun("0x095ea7b3", "approve(address,uint256)", {"to": p.address, "tokenId": p.uint256}, ),
    assetCount: viewFun("0xeafe7a74", "assetCount()", {}, p.uint256),
    balanceOf: viewFun("0x70a08231", "balanceOf(address)", {"owner": p.address}, p.uint256),
    exists: viewFun("0x4f558e79", "exists(uint256)", {"assetId": p.uint256}, p.bool),
    getApproved: viewFun("0x081812fc", "getApproved(uint256)", {"tokenId": p.uint256}, p.address),
    isApprovedForAll: viewFun("0xe985e9c5", "isApprovedForAll(address,address)", {"owner": p.address, "operator": p.address}, p.bool),
    linkParents: fun("0x2dbc7706", "linkParents(uint256,(uint256,address,uint256,uint8,uint32,uint8)[])", {"childId": p.uint256, "parents": p.array(p.struct({"chainId": p.uint256, "registry": p.address, "assetId": p.uint256, "relation": p.uint8, "royaltyPpm": p.uint32, "policy": p.uint8}))}, ),
    name: viewFun("0x06fdde03", "name()", {}, p.string),
    ownerOf: viewFun("0x6352211e", "ownerOf(uint256)", {"tokenId": p.uint256}, p.address),
    parentsOf: viewFun("0x26de059d", "parentsOf(uint256)", {"assetId": p.uint256}, {"count": p.uint256, "royaltiesPpm": p.uint32}),
    publishVersion: fun("0xb511c8ed", "publishVersion(uint256,bytes32,string)", {"assetId": p.uint256, "contentHash": p.bytes32, "uri": p.string}, p.uint32),
    register: fun("0xd6819096", "register((uint8,bytes32,string,string))", {"registration": p.struct({"kind": p.uint8, "contentHash": p.bytes32, "uri": p.string, "name": p.string})}, p.uint256),
    registerWith: fun("0xa73be1bc", "registerWith((uint8,bytes32,string,string),(uint256,address,uint256,uint8,uint32,uint8)[],uint32[7],(uint8,address[],uint96[])[])", {"registration": p.struct({"kind": p.uint8, "contentHash": p.bytes32, "uri": p.string, "name": p.string}), "parents": p.array(p.struct({"chainId": p.uint256, "registry": p.address, "assetId": p.uint256, "relation": p.uint8, "royaltyPpm": p.uint32, "policy": p.uint8})), "splitPpm": p.fixedSizeArray(p.uint32, 7), "batches": p.array(p.struct({"role": p.uint8, "contributors": p.array(p.address), "shares": p.array(p.uint96)}))}, p.uint256),
    retire: fun("0x3790cf57", "retire(uint256)", {"assetId": p.uint256}, ),
    roleSplitOf: viewFun("0x8f78c6e0", "roleSplitOf(uint256)", {"assetId": p.uint256}, p.fixedSizeArray(p.uint32, 7)),
    'safeTransferFrom(address,address,uint256)': fun("0x42842e0e", "safeTransferFrom(address,address,uint256)", {"from": p.address, "to": p.address, "tokenId": p.uint256}, ),
    'safeTransferFrom(address,address,uint256,bytes)': fun("0xb88d4fde", "safeTransferFrom(address,address,uint256,bytes)", {"from": p.address, "to": p.address, "tokenId": p.uint256, "data": p.bytes}, ),
    setApprovalForAll: fun("0xa22cb465", "setApprovalForAll(address,bool)", {"operator": p.address, "approved": p.bool}, ),
    setRoleSplit: fun("0x397b1bfb", "setRoleSplit(uint256,uint32[7])", {"assetId": p.uint256, "ppm": p.fixedSizeArray(p.uint32, 7)}, ),
    setShares: fun("0x556ed546", "setShares(uint256,uint8,address[],uint96[])", {"assetId": p.uint256, "role": p.uint8, "contributors": p.array(p.address), "shares": p.array(p.uint96)}, ),
    setTerms: fun("0x0b916ee0", "setTerms(uint256,(bool,uint32,uint8,bool,bytes32))", {"assetId": p.uint256, "terms": p.struct({"derivativesAllowed": p.bool, "minRoyaltyPpm": p.uint32, "royaltyPolicy": p.uint8, "commercialUse": p.bool, "termsHash": p.bytes32})}, ),
    statusOf: viewFun("0xad35efd4", "statusOf(uint256)", {"assetId": p.uint256}, p.uint8),
    supportsInterface: viewFun("0x01ffc9a7", "supportsInterface(bytes4)", {"interfaceId": p.bytes4}, p.bool),
    symbol: viewFun("0x95d89b41", "symbol()", {}, p.string),
    termsOf: viewFun("0xbadc2dff", "termsOf(uint256)", {"assetId": p.uint256}, {"set": p.bool, "terms": p.struct({"derivativesAllowed": p.bool, "minRoyaltyPpm": p.uint32, "royaltyPolicy": p.uint8, "commercialUse": p.bool, "termsHash": p.bytes32})}),
    tokenURI: viewFun("0xc87b56dd", "tokenURI(uint256)", {"assetId": p.uint256}, p.string),
    transferFrom: fun("0x23b872dd", "transferFrom(address,address,uint256)", {"from": p.address, "to": p.address, "tokenId": p.uint256}, ),
    versionOf: viewFun("0xa563b450", "versionOf(uint256)", {"assetId": p.uint256}, p.uint32),
}

export class Contract extends ContractBase {

    MAX_PARENTS() {
        return this.eth_call(functions.MAX_PARENTS, {})
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

    name() {
        return this.eth_call(functions.name, {})
    }

    ownerOf(tokenId: OwnerOfParams["tokenId"]) {
        return this.eth_call(functions.ownerOf, {tokenId})
    }

    parentsOf(assetId: ParentsOfParams["assetId"]) {
        return this.eth_call(functions.parentsOf, {assetId})
    }

    roleSplitOf(assetId: RoleSplitOfParams["assetId"]) {
        return this.eth_call(functions.roleSplitOf, {assetId})
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
export type AssetRegisteredEventArgs = EParams<typeof events.AssetRegistered>
export type ParentLinkedEventArgs = EParams<typeof events.ParentLinked>
export type RoleSplitSetEventArgs = EParams<typeof events.RoleSplitSet>
export type SharesChangedEventArgs = EParams<typeof events.SharesChanged>
export type StatusChangedEventArgs = EParams<typeof events.StatusChanged>
export type TermsSetEventArgs = EParams<typeof events.TermsSet>
export type TransferEventArgs = EParams<typeof events.Transfer>
export type VersionPublishedEventArgs = EParams<typeof events.VersionPublished>

/// Function types
export type MAX_PARENTSParams = FunctionArguments<typeof functions.MAX_PARENTS>
export type MAX_PARENTSReturn = FunctionReturn<typeof functions.MAX_PARENTS>

export type ApproveParams = FunctionArguments<typeof functions.approve>
export type ApproveReturn = FunctionReturn<typeof functions.approve>

export type AssetCountParams = FunctionArguments<typeof functions.assetCount>
export type AssetCountReturn = FunctionReturn<typeof functions.assetCount>

export type BalanceOfParams = FunctionArguments<typeof functions.balanceOf>
export type BalanceOfReturn = FunctionReturn<typeof functions.balanceOf>

export type ExistsParams = FunctionArguments<typeof functions.exists>
export type ExistsReturn = FunctionReturn<typeof functions.exists>

export type GetApprovedParams = FunctionArguments<typeof functions.getApproved>
export type GetApprovedReturn = FunctionReturn<typeof functions.getApproved>

export type IsApprovedForAllParams = FunctionArguments<typeof functions.isApprovedForAll>
export type IsApprovedForAllReturn = FunctionReturn<typeof functions.isApprovedForAll>

export type LinkParentsParams = FunctionArguments<typeof functions.linkParents>
export type LinkParentsReturn = FunctionReturn<typeof functions.linkParents>

export type NameParams = FunctionArguments<typeof functions.name>
export type NameReturn = FunctionReturn<typeof functions.name>

export type OwnerOfParams = FunctionArguments<typeof functions.ownerOf>
export type OwnerOfReturn = FunctionReturn<typeof functions.ownerOf>

export type ParentsOfParams = FunctionArguments<typeof functions.parentsOf>
export type ParentsOfReturn = FunctionReturn<typeof functions.parentsOf>

export type PublishVersionParams = FunctionArguments<typeof functions.publishVersion>
export type PublishVersionReturn = FunctionReturn<typeof functions.publishVersion>

export type RegisterParams = FunctionArguments<typeof functions.register>
export type RegisterReturn = FunctionReturn<typeof functions.register>

export type RegisterWithParams = FunctionArguments<typeof functions.registerWith>
export type RegisterWithReturn = FunctionReturn<typeof functions.registerWith>

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

export type SetRoleSplitParams = FunctionArguments<typeof functions.setRoleSplit>
export type SetRoleSplitReturn = FunctionReturn<typeof functions.setRoleSplit>

export type SetSharesParams = FunctionArguments<typeof functions.setShares>
export type SetSharesReturn = FunctionReturn<typeof functions.setShares>

export type SetTermsParams = FunctionArguments<typeof functions.setTerms>
export type SetTermsReturn = FunctionReturn<typeof functions.setTerms>

export type StatusOfParams = FunctionArguments<typeof functions.statusOf>
export type StatusOfReturn = FunctionReturn<typeof functions.statusOf>

export type SupportsInterfaceParams = FunctionArguments<typeof functions.supportsInterface>
export type SupportsInterfaceReturn = FunctionReturn<typeof functions.supportsInterface>

export type SymbolParams = FunctionArguments<typeof functions.symbol>
export type SymbolReturn = FunctionReturn<typeof functions.symbol>

export type TermsOfParams = FunctionArguments<typeof functions.termsOf>
export type TermsOfReturn = FunctionReturn<typeof functions.termsOf>

export type TokenURIParams = FunctionArguments<typeof functions.tokenURI>
export type TokenURIReturn = FunctionReturn<typeof functions.tokenURI>

export type TransferFromParams = FunctionArguments<typeof functions.transferFrom>
export type TransferFromReturn = FunctionReturn<typeof functions.transferFrom>

export type VersionOfParams = FunctionArguments<typeof functions.versionOf>
export type VersionOfReturn = FunctionReturn<typeof functions.versionOf>

