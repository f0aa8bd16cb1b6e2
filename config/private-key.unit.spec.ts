import { describe, expect, it } from '@jest/globals';
import { readPrivateKey } from './private-key.js';
import { ConfigError } from './tributary-config.js';

const KEY = 'ab'.repeat(32);

describe('readPrivateKey', () => {
  it('reads a key with or without 0x', () => {
    expect(readPrivateKey('DEPLOYER', { DEPLOYER: KEY })).toBe(`0x${KEY}`);
    expect(readPrivateKey('DEPLOYER', { DEPLOYER: ` 0x${KEY}\n` })).toBe(`0x${KEY}`);
  });

  it('names the variable that is not set', () => {
    expect(() => readPrivateKey('DEPLOYER', {})).toThrow(ConfigError);
    expect(() => readPrivateKey('DEPLOYER', { DEPLOYER: '' })).toThrow(/DEPLOYER is not set/);
  });

  it('never repeats what is not a key', () => {
    for (const value of ['secret words', KEY.slice(1), '0'.repeat(64), 'f'.repeat(64)]) {
      let message = '';
      try {
        readPrivateKey('DEPLOYER', { DEPLOYER: value });
      } catch (error) {
        message = String(error);
      }
      expect(message).toContain('DEPLOYER is not a private key');
      expect(message).not.toContain(value);
      expect(message).not.toMatch(/\d{20}/);
    }
  });
});
