import { Alert } from '@mantine/core';
import type { ReactNode } from 'react';
import { TokenAmount } from '../../components/TokenAmount.js';
import { useChainNames } from '../../components/chain-names.js';
import { readableCount } from '../../format/amount.js';
import type { AssetData } from './AssetPage.js';

function Tile(props: { label: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={props.wide ? 'tile span-2' : 'tile'}>
      <div className="tile-label">{props.label}</div>
      <div className={props.wide ? 'tile-value small' : 'tile-value'}>{props.children}</div>
    </div>
  );
}

function Amounts({ amounts, empty }: { amounts: AssetData['earnings']; empty: string }) {
  const { nameOf } = useChainNames();
  if (amounts.length === 0) return <span className="muted">{empty}</span>;
  return amounts.map(({ token, amount }) => (
    <span key={token.id}>
      <TokenAmount token={token} amount={amount} /> <span className="muted">{nameOf(token.chain)}</span>
    </span>
  ));
}

/** What the asset has brought so far. */
export function AssetMoney({ asset }: { asset: AssetData }) {
  return (
    <>
      {asset.registered ? null : (
        <Alert color="yellow" variant="light" title="Not registered yet">
          Somebody named this id, as a parent or in a usage, before its registration was seen. What it earns waits, and
          counts from the moment it is registered.
        </Alert>
      )}
      <div className="tiles" data-testid="asset-money">
        <Tile label="Usages">{readableCount(asset.usageCount)}</Tile>
        <Tile label="Kept for its people" wide>
          <Amounts amounts={asset.earnings} empty="Nothing yet" />
        </Tile>
        <Tile label="On its way from other chains" wide>
          <Amounts amounts={asset.inTransit} empty="Nothing" />
        </Tile>
      </div>
    </>
  );
}
