import { ConfigError, type Environment } from './tributary-config.js';

/**
 * The private key in the environment variable `name`. Keys come no other way: a command line can be seen by others.
 * @throws ConfigError, which never repeats the value
 */
export function readPrivateKey(name: string, env: Environment = process.env, whose = "the deployer's"): `0x${string}` {
  const value = env[name]?.trim();
  if (!value) throw new ConfigError(`The environment variable ${name} is not set; put ${whose} private key in it.`);
  const digits = value.replace(/^0x/, '');
  if (!/^[0-9a-fA-F]{64}$/.test(digits) || !isOnCurve(BigInt(`0x${digits}`))) {
    throw new ConfigError(
      `The environment variable ${name} is not a private key: expected 64 hexadecimal digits, from 1 to the order of secp256k1.`,
    );
  }
  return `0x${digits}`;
}

const ORDER = 0xffff_ffff_ffff_ffff_ffff_ffff_ffff_fffe_baae_dce6_af48_a03b_bfd2_5e8c_d036_4141n;

/** Whoever uses a number that is not says it whole in their complaint. */
const isOnCurve = (key: bigint): boolean => key > 0n && key < ORDER;
