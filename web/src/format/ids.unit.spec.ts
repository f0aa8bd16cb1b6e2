import { describe, expect, it } from '@jest/globals';
import { assetUrl, assetsUrl, graphqlSocketUrl, lineageFileUrl, usageUrl } from '../url.js';
import { addressFault, assetIdFault, chainOf, isHash, shortAssetId, shortHex } from './ids.js';

const ADDRESS = `0x${'aB'.repeat(20)}`;
const ASSET = `eip155:8453/erc721:${ADDRESS}/42`;

describe('what somebody typed', () => {
  it('is an address in any letter case', () => {
    expect(addressFault(ADDRESS)).toBeNull();
  });

  it.each(['', '0x12', `${ADDRESS}0`, ADDRESS.slice(2), `0x${'g'.repeat(40)}`])(
    'is no address: "%s", and is told what one looks like',
    (text) => {
      expect(addressFault(text)).toBe(`“${text}” is not an address: expected 0x and 40 hexadecimal digits.`);
    },
  );

  it('is an asset id only as CAIP-19', () => {
    expect(assetIdFault(ASSET)).toBeNull();
    expect(assetIdFault('8453/42')).toContain('is not an asset id');
    expect(assetIdFault(`eip155:0/erc721:${ADDRESS}/1`)).toContain('is not an asset id');
  });

  it('is a receipt or transaction with 64 digits', () => {
    expect(isHash(`0x${'1'.repeat(64)}`)).toBe(true);
    expect(isHash(ADDRESS)).toBe(false);
  });
});

describe('ids', () => {
  it('are shortened in the middle', () => {
    expect(shortHex(ADDRESS)).toBe('0xaBaB…aBaB');
    expect(shortHex('0x12')).toBe('0x12');
    expect(shortAssetId(ASSET)).toBe('#42 of 0xaBaB…aBaB');
  });

  it('name their chain', () => {
    expect(chainOf(ASSET)).toBe('eip155:8453');
  });
});

describe('URLs', () => {
  it('carry an asset id as it is', () => {
    expect(assetUrl(ASSET)).toBe(`/asset/${ASSET}`);
  });

  it('carry it as one segment where files are fetched', () => {
    expect(lineageFileUrl(ASSET, 'csv')).toBe(`/lineage/${encodeURIComponent(ASSET)}.csv`);
  });

  it('leave empty filters away', () => {
    expect(assetsUrl({ kind: 'MODEL', search: '' })).toBe('/assets?kind=MODEL');
    expect(assetsUrl()).toBe('/assets');
  });

  it('encode what could be mistaken for a path', () => {
    expect(usageUrl('a/b?c')).toBe('/usage/a%2Fb%3Fc');
  });

  it('use a secure socket on a secure page', () => {
    expect(graphqlSocketUrl({ protocol: 'https:', host: 'x:1' })).toBe('wss://x:1/graphql');
    expect(graphqlSocketUrl({ protocol: 'http:', host: 'x:1' })).toBe('ws://x:1/graphql');
  });
});
