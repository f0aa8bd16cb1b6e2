import { ConfigError, type Environment } from './tributary-config.js';

/**
 * The private key in the environment variable `name`. Keys come no other way: a command line can be seen by others.
 * @throws ConfigError, which never repeats the value
 */
export function readPrivateKey(name: string, env: Environment = process.env, whose = "the deployer's"): `0x${string}` {
  const value = env[name]?.trim();
  if (!value) throw new ConfigError(`The environment variable ${name} is not set; put ${whose} private key in it.`);
  const digits = value.replace(/^0x/, '');
  if (!/^[0-9a-fA-F]{64}$/.test(digits) || /^0+$/.test(digits)) {
    throw new ConfigError(`The environment variable ${name} is not a private key: expected 64 hexadecimal digits.`);
  }
  return `0x${digits}`;
}
