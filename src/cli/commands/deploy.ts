import { Option, type Command } from 'commander';
import { GUESSED_FINALITY_BLOCKS, knownChain } from '../../../config/known-chains.js';
import { readPrivateKey } from '../../../config/private-key.js';
import { type DeployOptions, deployReference, renderChainYaml, USUAL_DELAYS } from '../../../contracts/deploy.js';
import type { Address } from '../../domain/ids.js';
import { readAddress, readUrl, readWhole } from '../arguments.js';

interface Options {
  readonly rpc: string;
  readonly unlocked?: Address;
  readonly name?: string;
  readonly feePpm: number;
  readonly treasury?: Address;
  readonly owner?: Address;
  readonly arbiter?: Address;
  readonly operator?: Address;
  readonly splitNotice: number;
  readonly holdWindow: number;
  readonly withdrawalDelay: number;
  readonly activationDelay: number;
  readonly finality?: number;
  readonly testTokens: boolean;
}

const TEST_TOKENS = [{ name: 'USD Coin (test)', symbol: 'USDC', decimals: 6 }];

export function addDeploy(program: Command): void {
  program
    .command('deploy')
    .description('puts the reference contracts on a chain and prints their entry for tributary.yaml')
    .requiredOption('--rpc <url>', 'JSON-RPC endpoint of the chain', readUrl)
    .addOption(
      new Option('--unlocked <address>', 'deploy from an account that the node has unlocked').argParser(readAddress),
    )
    .option('--name <text>', 'the name of the chain in tributary.yaml')
    .option('--fee-ppm <n>', 'protocol fee in parts per million', readWhole, 10_000)
    .option('--treasury <address>', 'where the fee goes (default: the deployer)', readAddress)
    .option('--owner <address>', 'who may change the fee and name the next two (default: the deployer)', readAddress)
    .option('--arbiter <address>', 'who decides disputes and may return held usages (default: the owner)', readAddress)
    .option('--operator <address>', 'who publishes payout roots (default: the owner)', readAddress)
    .option('--split-notice <seconds>', 'notice of a split that lowers a role', readWhole, USUAL_DELAYS.splitNotice_s)
    .option('--hold-window <seconds>', 'in which a held usage can be returned', readWhole, USUAL_DELAYS.holdWindow_s)
    .option('--withdrawal-delay <seconds>', 'before prepaid money is out', readWhole, USUAL_DELAYS.withdrawalDelay_s)
    .option('--activation-delay <seconds>', 'before a payout root counts', readWhole, USUAL_DELAYS.activationDelay_s)
    .option(
      '--finality <blocks>',
      'blocks below the head that no fork reaches (default: what is known of it)',
      readWhole,
    )
    .option('--test-tokens', 'put a test token beside them that anybody can mint', false)
    .addHelpText('after', '\nWithout --unlocked the private key is read from the environment variable DEPLOYER_KEY.')
    .action(async (options: Options) => {
      const deployment = await deployReference({
        rpc: options.rpc,
        deployer: deployerOf(options),
        feePpm: options.feePpm,
        treasury: options.treasury as `0x${string}` | undefined,
        owner: options.owner as `0x${string}` | undefined,
        arbiter: options.arbiter as `0x${string}` | undefined,
        operator: options.operator as `0x${string}` | undefined,
        delays: {
          splitNotice_s: options.splitNotice,
          holdWindow_s: options.holdWindow,
          withdrawalDelay_s: options.withdrawalDelay,
          activationDelay_s: options.activationDelay,
        },
        testTokens: options.testTokens ? TEST_TOKENS : [],
        onStep: (step) => process.stderr.write(`${step}\n`),
      });
      const known = knownChain(deployment.chainId);
      const yaml = renderChainYaml(deployment, {
        name: options.name ?? known?.name ?? `Chain ${deployment.chainId}`,
        rpc: options.rpc,
        finality_blocks: options.finality ?? known?.finality_blocks ?? GUESSED_FINALITY_BLOCKS,
      });
      const tokens = deployment.tokens.map(({ symbol, address }) => `# test token ${symbol}: ${address}\n`);
      process.stdout.write(`${tokens.join('')}# Add this below "chains:" in tributary.yaml.\n${yaml}`);
    });
}

function deployerOf({ unlocked }: Options): DeployOptions['deployer'] {
  return unlocked ? { unlocked: unlocked as `0x${string}` } : { privateKey: readPrivateKey('DEPLOYER_KEY') };
}
