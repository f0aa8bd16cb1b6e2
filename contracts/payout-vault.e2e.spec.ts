import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { SimpleMerkleTree, StandardMerkleTree } from '@openzeppelin/merkle-tree';
import { type Address, type Hex, concat, keccak256, pad, toHex, zeroAddress, zeroHash } from 'viem';
import { payoutVaultAbi } from './generated/abis.js';
import { payoutVaultBytecode } from './generated/bytecode.js';
import { DELAYS, PARTS, type TestChain, type TestContract, startTestChain } from './test/chain.js';

type Leaf = [contributor: Address, token: Address, cumulative: bigint];
type Tree = StandardMerkleTree<Leaf>;

const DIGEST = keccak256(toHex('configuration'));

describe('PayoutVault', () => {
  let chain: TestChain;
  let vault: TestContract;
  let token: TestContract;
  let owner: Address;
  let operator: Address;
  let alice: Address;
  let bob: Address;
  let carol: Address;

  beforeAll(async () => {
    chain = await startTestChain();
    ({ vault, token } = chain);
    [owner, operator] = [chain.accounts[PARTS.owner]!, chain.accounts[PARTS.operator]!];
    [, , alice, bob, carol] = chain.accounts as [Address, Address, Address, Address, Address];
    await token.send(alice, 'mint', [vault.address, 1_000n]);
    await chain.keep();
  });
  afterAll(() => chain?.stop());
  beforeEach(() => chain.reset());

  const treeOf = (...leaves: Leaf[]): Tree => StandardMerkleTree.of(leaves, ['address', 'address', 'uint256']);
  const pays = (account: Address, cumulative: bigint): Leaf => [account, token.address, cumulative];
  const rootOf = (tree: { readonly root: string }): Hex => tree.root as Hex;

  async function publish(epoch: number, tree: { readonly root: string }, by = operator) {
    const mark = await chain.now();
    return vault.events(by, 'publishRoot', [epoch, rootOf(tree), mark, 0n, DIGEST]);
  }
  async function activate(epoch: number, tree: { readonly root: string }): Promise<void> {
    await publish(epoch, tree);
    await chain.wait(DELAYS.activationDelay_s);
  }
  const claimOf = (tree: Tree, leaf: Leaf): unknown[] => [...leaf, tree.getProof(leaf)];
  const balance = (account: Address): Promise<unknown> => token.read('balanceOf', [account]);

  describe('a root', () => {
    it('is published by the operator, with its marks and the digest of the configuration', async () => {
      const tree = treeOf(pays(alice, 1n));
      const mark = await chain.now();
      const args = [1, rootOf(tree), mark, mark - 60n, DIGEST];
      const events = await vault.events(operator, 'publishRoot', args);
      const activeFrom = (await chain.now()) + BigInt(DELAYS.activationDelay_s);
      const root = {
        epoch: 1,
        root: rootOf(tree),
        mark,
        remoteMark: mark - 60n,
        configurationDigest: DIGEST,
        activeFrom,
      };
      expect(events).toEqual([{ name: 'PayoutRootPublished', args: root }]);
      expect(await vault.read('newestRoot')).toEqual(root);
      expect(await vault.read('activeRoot')).toMatchObject({ epoch: 0, root: zeroHash });
      await chain.wait(DELAYS.activationDelay_s);
      expect(await vault.read('activeRoot')).toEqual(root);
    });

    it('pays nothing before its delay is over', async () => {
      const tree = treeOf(pays(alice, 10n), pays(bob, 20n));
      await publish(1, tree);
      await chain.wait(DELAYS.activationDelay_s - 1);
      expect(await vault.refusal(bob, 'claim', claimOf(tree, pays(bob, 20n)))).toEqual(['NoActiveRoot']);
      await chain.wait(1);
      await vault.send(bob, 'claim', claimOf(tree, pays(bob, 20n)));
    });

    it('can be replaced before that, by operator or owner, and never counts then', async () => {
      const first = treeOf(pays(alice, 10n), pays(bob, 20n));
      await activate(1, first);
      const wrong = treeOf(pays(operator, 1_000n), pays(bob, 20n));
      await publish(2, wrong);
      await publish(3, first, owner);
      await chain.wait(2 * DELAYS.activationDelay_s);
      const theft = claimOf(wrong, pays(operator, 1_000n));
      expect((await vault.refusal(operator, 'claim', theft))[0]).toBe('InvalidProof');
      await vault.send(bob, 'claim', claimOf(first, pays(bob, 20n)));
    });

    it('leaves the active one in force while it waits', async () => {
      const first = treeOf(pays(alice, 10n), pays(bob, 20n));
      await activate(1, first);
      await publish(2, treeOf(pays(alice, 11n), pays(bob, 20n)));
      await vault.send(carol, 'claim', claimOf(first, pays(alice, 10n)));
      expect(await balance(alice)).toBe(10n);
    });

    it('is published by nobody else', async () => {
      const args = [1, DIGEST, 0n, 0n, DIGEST];
      expect(await vault.refusal(alice, 'publishRoot', args)).toEqual(['NotOperator', alice]);
      await vault.send(owner, 'setOperator', [alice]);
      expect(await vault.refusal(operator, 'publishRoot', args)).toEqual(['NotOperator', operator]);
      await vault.send(alice, 'publishRoot', args);
    });

    it('has the next epoch, a root, and marks that are not ahead or behind the active one', async () => {
      const refusal = (...args: unknown[]): Promise<unknown[]> => vault.refusal(operator, 'publishRoot', args);
      const ahead = (await chain.now()) + 1_000n;
      expect(await refusal(2, DIGEST, 0n, 0n, DIGEST)).toEqual(['WrongEpoch', 2, 1]);
      expect(await refusal(1, zeroHash, 0n, 0n, DIGEST)).toEqual(['RootMissing']);
      expect(await refusal(1, DIGEST, ahead, 0n, DIGEST)).toEqual(['InvalidMark', ahead]);
      expect(await refusal(1, DIGEST, 0n, ahead, DIGEST)).toEqual(['InvalidMark', 0n]);
      await activate(1, treeOf(pays(alice, 1n)));
      expect(await refusal(1, DIGEST, 0n, 0n, DIGEST)).toEqual(['WrongEpoch', 1, 2]);
      expect(await refusal(2, DIGEST, 5n, 0n, DIGEST)).toEqual(['InvalidMark', 5n]);
    });
  });

  describe('a claim', () => {
    it('pays the contributor what is due, whoever asks', async () => {
      const tree = treeOf(pays(alice, 10n), pays(bob, 20n), pays(carol, 30n));
      await activate(1, tree);
      expect(await vault.events(carol, 'claim', claimOf(tree, pays(bob, 20n)))).toEqual([
        { name: 'Claimed', args: { contributor: bob, token: token.address, amount: 20n, epoch: 1 } },
      ]);
      expect([await balance(bob), await balance(carol)]).toEqual([20n, 0n]);
      expect(await vault.read('claimedOf', [bob, token.address])).toBe(20n);
      expect(await vault.read('held', [token.address])).toBe(980n);
    });

    it('pays once, and by a later root only what has come since', async () => {
      const tree = treeOf(pays(alice, 10n), pays(bob, 20n));
      await activate(1, tree);
      await vault.send(alice, 'claim', claimOf(tree, pays(alice, 10n)));
      expect(await vault.refusal(alice, 'claim', claimOf(tree, pays(alice, 10n)))).toEqual([
        'NothingDue',
        alice,
        token.address,
      ]);
      const later = treeOf(pays(alice, 25n), pays(bob, 20n));
      await activate(2, later);
      const [event] = await vault.events(alice, 'claim', claimOf(later, pays(alice, 25n)));
      expect(event!.args).toMatchObject({ amount: 15n, epoch: 2 });
      expect(await balance(alice)).toBe(25n);
    });

    it('pays nothing where a corrected root says less than was paid', async () => {
      const tree = treeOf(pays(alice, 10n), pays(bob, 20n));
      await activate(1, tree);
      await vault.send(alice, 'claim', claimOf(tree, pays(alice, 10n)));
      const corrected = treeOf(pays(alice, 4n), pays(bob, 20n));
      await activate(2, corrected);
      expect((await vault.refusal(alice, 'claim', claimOf(corrected, pays(alice, 4n))))[0]).toBe('NothingDue');
      const more = treeOf(pays(alice, 12n), pays(bob, 20n));
      await activate(3, more);
      await vault.send(alice, 'claim', claimOf(more, pays(alice, 12n)));
      expect(await balance(alice)).toBe(12n);
    });

    it('is refused before there is any root', async () => {
      expect(await vault.refusal(alice, 'claim', [...pays(alice, 1n), []])).toEqual(['NoActiveRoot']);
      const claim = { contributor: alice, token: token.address, cumulative: 1n, proof: [] };
      expect(await vault.refusal(alice, 'claimMany', [[claim]])).toEqual(['NoActiveRoot']);
    });

    it('is refused where it is of nothing, for nobody, or in what is no token', async () => {
      const leaves: Leaf[] = [pays(alice, 0n), pays(zeroAddress, 5n), [bob, carol, 5n]];
      const tree = treeOf(...leaves);
      await activate(1, tree);
      const refusals = await Promise.all(leaves.map((leaf) => vault.refusal(bob, 'claim', claimOf(tree, leaf))));
      expect(refusals).toEqual([
        ['NothingDue', alice, token.address],
        ['ERC20InvalidReceiver', zeroAddress],
        ['SafeERC20FailedOperation', carol],
      ]);
    });

    it('is refused with another amount, account, token or proof', async () => {
      const leaves = [pays(alice, 10n), pays(bob, 20n), pays(carol, 30n), pays(owner, 40n)];
      const tree = treeOf(...leaves);
      await activate(1, tree);
      const proof = tree.getProof(leaves[0]!);
      const refusal = async (leaf: Leaf, with_: readonly string[]): Promise<unknown> =>
        (await vault.refusal(bob, 'claim', [...leaf, with_]))[0];
      expect(await refusal(pays(alice, 11n), proof)).toBe('InvalidProof');
      expect(await refusal(pays(bob, 10n), proof)).toBe('InvalidProof');
      expect(await refusal([alice, vault.address, 10n], proof)).toBe('InvalidProof');
      expect(await refusal(leaves[0]!, tree.getProof(leaves[1]!))).toBe('InvalidProof');
      expect(await refusal(leaves[0]!, proof.slice(1))).toBe('InvalidProof');
      expect(await refusal(leaves[0]!, proof.slice(0, -1))).toBe('InvalidProof');
      expect(await refusal(leaves[0]!, [])).toBe('InvalidProof');
      expect(await refusal(leaves[0]!, [...proof, zeroHash])).toBe('InvalidProof');
      await vault.send(bob, 'claim', [...leaves[0]!, proof]);
    });

    it('is refused for leaves of 64 bytes, which could be inner nodes', async () => {
      // A tree whose leaves are the hashes of pairs of words, as inner nodes are.
      const pair = (account: Address, amount: bigint): Hex =>
        keccak256(concat([pad(account), pad(toHex(amount), { size: 32 })]));
      const nodes = [pair(alice, 10n), pair(bob, 20n)];
      const short = SimpleMerkleTree.of(nodes);
      await activate(1, short);
      for (const [index, leaf] of [pays(alice, 10n), pays(bob, 20n)].entries()) {
        expect((await vault.refusal(bob, 'claim', [...leaf, short.getProof(index)]))[0]).toBe('InvalidProof');
      }
      const standard = StandardMerkleTree.of(
        [
          [alice, 10n],
          [bob, 20n],
        ],
        ['address', 'uint256'],
      );
      await activate(2, standard);
      expect((await vault.refusal(bob, 'claim', [...pays(alice, 10n), standard.getProof(0)]))[0]).toBe('InvalidProof');
    });

    it('works for a tree of one leaf, and of thousands', async () => {
      const one = treeOf(pays(alice, 10n));
      await activate(1, one);
      await vault.send(bob, 'claim', claimOf(one, pays(alice, 10n)));
      const people = Array.from({ length: 3_000 }, (_, i): Leaf => pays(pad(toHex(i + 1), { size: 20 }), BigInt(i)));
      const many = treeOf(...people, pays(alice, 11n));
      await activate(2, many);
      await vault.send(bob, 'claim', claimOf(many, pays(alice, 11n)));
      expect(await balance(alice)).toBe(11n);
    });

    it('of many at once leaves out what has been paid meanwhile, and fails for a wrong one', async () => {
      const tree = treeOf(pays(alice, 10n), pays(bob, 20n), pays(carol, 30n));
      await activate(1, tree);
      await vault.send(bob, 'claim', claimOf(tree, pays(bob, 20n)));
      const claim = (leaf: Leaf, proof = tree.getProof(leaf)) => ({
        contributor: leaf[0],
        token: leaf[1],
        cumulative: leaf[2],
        proof,
      });
      const all = [pays(alice, 10n), pays(bob, 20n), pays(carol, 30n)].map((leaf) => claim(leaf));
      const wrong = claim(pays(alice, 10n), []);
      all.push(all[0]!);
      expect((await vault.refusal(owner, 'claimMany', [[...all, wrong]]))[0]).toBe('InvalidProof');
      expect((await vault.events(owner, 'claimMany', [all])).map(({ args }) => args['contributor'])).toEqual([
        alice,
        carol,
      ]);
    });

    it('of more than the vault holds is refused, and counts as unpaid', async () => {
      const tree = treeOf(pays(alice, 1_001n), pays(bob, 20n));
      await activate(1, tree);
      expect((await vault.refusal(alice, 'claim', claimOf(tree, pays(alice, 1_001n))))[0]).toBe(
        'ERC20InsufficientBalance',
      );
      await token.send(alice, 'mint', [vault.address, 1n]);
      await vault.send(alice, 'claim', claimOf(tree, pays(alice, 1_001n)));
    });
  });

  it('gives nothing to operator and owner by any other way', () => {
    const changing = payoutVaultAbi.filter((item) => item.type === 'function' && item.stateMutability === 'nonpayable');
    expect(changing.map((item) => (item as { name: string }).name).sort()).toEqual([
      'acceptOwnership',
      'claim',
      'claimMany',
      'publishRoot',
      'renounceOwnership',
      'setOperator',
      'transferOwnership',
    ]);
  });

  it('lets the owner alone name the operator, and waits a month at most', async () => {
    expect(await vault.refusal(operator, 'setOperator', [alice])).toEqual(['OwnableUnauthorizedAccount', operator]);
    expect(await vault.events(owner, 'setOperator', [zeroAddress])).toEqual([
      { name: 'OperatorSet', args: { operator: zeroAddress } },
    ]);
    const month = 30n * 86_400n;
    const deploy = [payoutVaultAbi, payoutVaultBytecode] as const;
    expect(await chain.creationRefusal(...deploy, [owner, operator, month + 1n])).toEqual(['DelayTooLong', month + 1n]);
  });

  it('changes hands in two steps, and what an operator of before has published can be replaced', async () => {
    await publish(1, treeOf(pays(operator, 1_000n)));
    await vault.send(owner, 'transferOwnership', [carol]);
    expect(await vault.refusal(carol, 'setOperator', [bob])).toEqual(['OwnableUnauthorizedAccount', carol]);
    expect(await vault.refusal(bob, 'acceptOwnership', [])).toEqual(['OwnableUnauthorizedAccount', bob]);
    await vault.send(carol, 'acceptOwnership', []);
    expect(await vault.refusal(owner, 'setOperator', [owner])).toEqual(['OwnableUnauthorizedAccount', owner]);
    await vault.send(carol, 'setOperator', [zeroAddress]);
    for (const former of [owner, operator]) {
      expect(await vault.refusal(former, 'publishRoot', [2, DIGEST, 0n, 0n, DIGEST])).toEqual(['NotOperator', former]);
    }
    await publish(2, treeOf(pays(alice, 1n)), carol);
    await chain.wait(DELAYS.activationDelay_s);
    expect(await vault.read('activeRoot')).toMatchObject({ epoch: 2 });
    const ofNobody = await chain.creationRefusal(payoutVaultAbi, payoutVaultBytecode, [zeroAddress, operator, 0n]);
    expect(ofNobody).toEqual(['OwnableInvalidOwner', zeroAddress]);
  });
});
