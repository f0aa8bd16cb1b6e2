import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    BudgetReturned: event("0x2c6c328606de11a52dc1c9c17beb1d3e846be0dd2361208f67c199b8955acda5", "BudgetReturned(uint256,address,uint256)", {"taskId": indexed(p.uint256), "token": indexed(p.address), "amount": p.uint256}),
    ContributionReviewed: event("0x83f77738cebaf26c44ff274487289adeb1e3455834f65d5a59ba24ca8e49c5b2", "ContributionReviewed(uint256,address,bytes32,address,uint64,uint32)", {"taskId": indexed(p.uint256), "contributor": indexed(p.address), "contentHash": indexed(p.bytes32), "reviewer": p.address, "acceptedUnits": p.uint64, "scorePpm": p.uint32}),
    ContributionSubmitted: event("0x9f557a1d6bff2a06c9cd14f0c13af611cb06bb1d65b6b8d285ff5b93fa4b080b", "ContributionSubmitted(uint256,address,bytes32,uint64,uint8,bytes32[])", {"taskId": indexed(p.uint256), "contributor": indexed(p.address), "contentHash": indexed(p.bytes32), "units": p.uint64, "source": p.uint8, "tags": p.array(p.bytes32)}),
    RewardPaid: event("0x1e3650c82af7ae7352afe0a39e6bc4c4e8c22adc274bf2cc17872e9285889247", "RewardPaid(uint256,address,address,uint256,uint8,bytes32)", {"taskId": indexed(p.uint256), "contributor": indexed(p.address), "token": indexed(p.address), "amount": p.uint256, "part": p.uint8, "contentHash": p.bytes32}),
    TaskClosed: event("0x91dfc924b25cd3a750912075cf0e6bed2235ec6eca305e91b6124d90bf411b25", "TaskClosed(uint256)", {"taskId": indexed(p.uint256)}),
    TaskDescribed: event("0xfcd559815a1be9001b02c66b54ead0e39c1c0178201eddd64a9acaf466753553", "TaskDescribed(uint256,uint32,uint64,address[],string)", {"taskId": indexed(p.uint256), "leastPpm": p.uint32, "dailyUnits": p.uint64, "reviewers": p.array(p.address), "uri": p.string}),
    TaskOpened: event("0xa0b2e124d45f101563de03efe5f6df617a7eca3acfa71dc07c17f7d07075cb1f", "TaskOpened(uint256,uint256,address,address,uint8,address[],uint256[],uint256[],uint256[])", {"taskId": indexed(p.uint256), "assetId": indexed(p.uint256), "sponsor": indexed(p.address), "assetRegistry": p.address, "role": p.uint8, "tokens": p.array(p.address), "budgets": p.array(p.uint256), "baseRewards": p.array(p.uint256), "bonusRewards": p.array(p.uint256)}),
    TokenDescribed: event("0xa1b42b10e7945ba13b80c32b7b3d6f865d15bc5127e515a37f0568480d55f55d", "TokenDescribed(address,string,uint8)", {"token": indexed(p.address), "symbol": p.string, "decimals": p.uint8}),
}

export const functions = {
    MAX_REVIEWERS: viewFun("0x87d508e6", "MAX_REVIEWERS()", {}, p.uint256),
    MAX_REWARDS: viewFun("0xfb5478b3", "MAX_REWARDS()", {}, p.uint256),
    MAX_TAGS: viewFun("0xcce67226", "MAX_TAGS()", {}, p.uint256),
    close: fun("0x0aebeb4e", "close(uint256)", {"taskId": p.uint256}, ),
    isReviewer: viewFun("0xb15d30cd", "isReviewer(uint256,address)", {"taskId": p.uint256, "reviewer": p.address}, p.bool),
    isTokenDescribed: viewFun("0xa3e0fc2a", "isTokenDescribed(address)", {"token": p.address}, p.bool),
    open: fun("0xd5d3f3df", "open((uint256,uint8,uint32,uint64,string),(address,uint256,uint128,uint128)[],address[])", {"spec": p.struct({"assetId": p.uint256, "role": p.uint8, "leastPpm": p.uint32, "dailyUnits": p.uint64, "uri": p.string}), "rewards": p.array(p.struct({"token": p.address, "budget": p.uint256, "basePerUnit": p.uint128, "bonusPerUnit": p.uint128})), "reviewers": p.array(p.address)}, p.uint256),
    pay: fun("0xf73065c9", "pay(uint256,address,bytes32)", {"taskId": p.uint256, "contributor": p.address, "contentHash": p.bytes32}, ),
    reclaim: fun("0x2dabbeed", "reclaim(uint256)", {"taskId": p.uint256}, ),
    registry: viewFun("0x7b103999", "registry()", {}, p.address),
    review: fun("0x00caefd9", "review(uint256,address,bytes32,uint64,uint32)", {"taskId": p.uint256, "contributor": p.address, "contentHash": p.bytes32, "acceptedUnits": p.uint64, "scorePpm": p.uint32}, ),
    rewardsOf: viewFun("0x0bce1284", "rewardsOf(uint256)", {"taskId": p.uint256}, p.array(p.struct({"token": p.address, "basePerUnit": p.uint128, "bonusPerUnit": p.uint128, "free": p.uint256}))),
    submissionOf: viewFun("0x5a7db238", "submissionOf(uint256,address,bytes32)", {"taskId": p.uint256, "contributor": p.address, "contentHash": p.bytes32}, p.struct({"units": p.uint64, "acceptedUnits": p.uint64, "scorePpm": p.uint32, "state": p.uint8})),
    submit: fun("0x17492116", "submit(uint256,bytes32,uint64,uint8,bytes32[])", {"taskId": p.uint256, "contentHash": p.bytes32, "units": p.uint64, "source": p.uint8, "tags": p.array(p.bytes32)}, ),
    taskOf: viewFun("0xd5b36e24", "taskOf(uint256)", {"taskId": p.uint256}, p.struct({"assetId": p.uint256, "sponsor": p.address, "role": p.uint8, "isClosed": p.bool, "dailyUnits": p.uint64, "awaiting": p.uint64})),
}

export class Contract extends ContractBase {

    MAX_REVIEWERS() {
        return this.eth_call(functions.MAX_REVIEWERS, {})
    }

    MAX_REWARDS() {
        return this.eth_call(functions.MAX_REWARDS, {})
    }

    MAX_TAGS() {
        return this.eth_call(functions.MAX_TAGS, {})
    }

    isReviewer(taskId: IsReviewerParams["taskId"], reviewer: IsReviewerParams["reviewer"]) {
        return this.eth_call(functions.isReviewer, {taskId, reviewer})
    }

    isTokenDescribed(token: IsTokenDescribedParams["token"]) {
        return this.eth_call(functions.isTokenDescribed, {token})
    }

    registry() {
        return this.eth_call(functions.registry, {})
    }

    rewardsOf(taskId: RewardsOfParams["taskId"]) {
        return this.eth_call(functions.rewardsOf, {taskId})
    }

    submissionOf(taskId: SubmissionOfParams["taskId"], contributor: SubmissionOfParams["contributor"], contentHash: SubmissionOfParams["contentHash"]) {
        return this.eth_call(functions.submissionOf, {taskId, contributor, contentHash})
    }

    taskOf(taskId: TaskOfParams["taskId"]) {
        return this.eth_call(functions.taskOf, {taskId})
    }
}

/// Event types
export type BudgetReturnedEventArgs = EParams<typeof events.BudgetReturned>
export type ContributionReviewedEventArgs = EParams<typeof events.ContributionReviewed>
export type ContributionSubmittedEventArgs = EParams<typeof events.ContributionSubmitted>
export type RewardPaidEventArgs = EParams<typeof events.RewardPaid>
export type TaskClosedEventArgs = EParams<typeof events.TaskClosed>
export type TaskDescribedEventArgs = EParams<typeof events.TaskDescribed>
export type TaskOpenedEventArgs = EParams<typeof events.TaskOpened>
export type TokenDescribedEventArgs = EParams<typeof events.TokenDescribed>

/// Function types
export type MAX_REVIEWERSParams = FunctionArguments<typeof functions.MAX_REVIEWERS>
export type MAX_REVIEWERSReturn = FunctionReturn<typeof functions.MAX_REVIEWERS>

export type MAX_REWARDSParams = FunctionArguments<typeof functions.MAX_REWARDS>
export type MAX_REWARDSReturn = FunctionReturn<typeof functions.MAX_REWARDS>

export type MAX_TAGSParams = FunctionArguments<typeof functions.MAX_TAGS>
export type MAX_TAGSReturn = FunctionReturn<typeof functions.MAX_TAGS>

export type CloseParams = FunctionArguments<typeof functions.close>
export type CloseReturn = FunctionReturn<typeof functions.close>

export type IsReviewerParams = FunctionArguments<typeof functions.isReviewer>
export type IsReviewerReturn = FunctionReturn<typeof functions.isReviewer>

export type IsTokenDescribedParams = FunctionArguments<typeof functions.isTokenDescribed>
export type IsTokenDescribedReturn = FunctionReturn<typeof functions.isTokenDescribed>

export type OpenParams = FunctionArguments<typeof functions.open>
export type OpenReturn = FunctionReturn<typeof functions.open>

export type PayParams = FunctionArguments<typeof functions.pay>
export type PayReturn = FunctionReturn<typeof functions.pay>

export type ReclaimParams = FunctionArguments<typeof functions.reclaim>
export type ReclaimReturn = FunctionReturn<typeof functions.reclaim>

export type RegistryParams = FunctionArguments<typeof functions.registry>
export type RegistryReturn = FunctionReturn<typeof functions.registry>

export type ReviewParams = FunctionArguments<typeof functions.review>
export type ReviewReturn = FunctionReturn<typeof functions.review>

export type RewardsOfParams = FunctionArguments<typeof functions.rewardsOf>
export type RewardsOfReturn = FunctionReturn<typeof functions.rewardsOf>

export type SubmissionOfParams = FunctionArguments<typeof functions.submissionOf>
export type SubmissionOfReturn = FunctionReturn<typeof functions.submissionOf>

export type SubmitParams = FunctionArguments<typeof functions.submit>
export type SubmitReturn = FunctionReturn<typeof functions.submit>

export type TaskOfParams = FunctionArguments<typeof functions.taskOf>
export type TaskOfReturn = FunctionReturn<typeof functions.taskOf>

