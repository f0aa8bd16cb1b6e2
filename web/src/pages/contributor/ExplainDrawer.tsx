import { Accordion, Drawer } from '@mantine/core';
import { useState } from 'react';
import { KindBadge } from '../../components/badges.js';
import { Empty } from '../../components/states.js';
import { TokenAmount } from '../../components/TokenAmount.js';
import { tokenName, type TokenFacts } from '../../format/token.js';
import { shortAssetId } from '../../format/ids.js';
import { bucketStart, nextBucket, utc } from '../../format/time.js';
import type { ContributorData } from './ContributorPage.js';
import { ExplainFigure } from './ExplainFigure.js';
import { ExplainParts } from './ExplainParts.js';

/** A figure of the page whose causes somebody wants to see. */
export interface ExplainRequest {
  readonly token: TokenFacts & { id: string; chain: string };
  /** Null for all vaults. */
  readonly vault: string | null;
  /** Null for all assets that earned in this token. */
  readonly assetId: string | null;
  /** ISO times; null for everything from the first event until now. */
  readonly from: string | null;
  readonly to: string | null;
  /** Base units, where the page shows one figure for all of it. */
  readonly figure: string | null;
}

/** So many assets say their figure before they are opened: each is a question of its own. */
const FIGURES = 30;

interface Props {
  contributor: ContributorData;
  request: ExplainRequest | null;
  onClose: () => void;
}

/** Start and end of a request in full hours, which are marks whatever the deployment's interval is. */
function periodOf(request: ExplainRequest, firstSeen: string | null | undefined): { from: string; to: string } {
  const now = new Date();
  const first = firstSeen ? new Date(firstSeen) : new Date(0);
  return {
    from: request.from ?? bucketStart(first, 'HOUR').toISOString(),
    to: request.to ?? nextBucket(now, 'HOUR').toISOString(),
  };
}

/** The events behind a figure, asset by asset. */
export function ExplainDrawer({ contributor, request, onClose }: Props) {
  return (
    <Drawer
      opened={request !== null}
      onClose={onClose}
      position="right"
      size="min(860px, 100vw)"
      title="Why this figure"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {request ? <Explained key={JSON.stringify(request)} contributor={contributor} request={request} /> : null}
    </Drawer>
  );
}

function Explained({ contributor, request }: { contributor: ContributorData; request: ExplainRequest }) {
  const [{ from, to }] = useState(() => periodOf(request, contributor.firstSeen));
  const assets = assetsBehind(contributor, request);
  const [open, setOpen] = useState<string | null>(assets.length === 1 ? assets[0]!.id : null);
  return (
    <div className="stack" data-testid="explanation">
      <p className="note">
        {tokenName(request.token)}, from {utc(from)} until {utc(to)}.
        {request.figure === null ? null : (
          <>
            {' '}
            The figure: <TokenAmount token={request.token} amount={request.figure} maxFraction={18} />
          </>
        )}
      </p>
      {assets.length === 0 ? <Empty>No asset has earned anything in this token for this address.</Empty> : null}
      <Accordion value={open} onChange={setOpen} variant="contained" keepMounted={false}>
        {assets.map((asset, index) => (
          <Accordion.Item key={asset.id} value={asset.id}>
            <Accordion.Control>
              <span className="explain-asset">
                <span className="explain-name">{asset.name?.trim() || shortAssetId(asset.id)}</span>
                <KindBadge kind={asset.kind} />
                <ExplainFigure
                  contributor={contributor.address}
                  asset={asset.id}
                  token={request.token}
                  from={from}
                  to={to}
                  pause={index >= FIGURES}
                />
              </span>
            </Accordion.Control>
            <Accordion.Panel>
              <ExplainParts
                contributor={contributor.address}
                asset={asset.id}
                token={request.token}
                from={from}
                to={to}
              />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </div>
  );
}

/** The assets whose earnings a request is about, the greatest first. */
function assetsBehind(contributor: ContributorData, request: ExplainRequest) {
  const sums = new Map<string, { asset: ContributorData['earningsByAsset'][number]['asset']; accrued: bigint }>();
  for (const row of contributor.earningsByAsset) {
    if (row.token.id !== request.token.id) continue;
    if (request.vault !== null && row.vault !== request.vault) continue;
    if (request.assetId !== null && row.asset.id !== request.assetId) continue;
    const sum = (sums.get(row.asset.id)?.accrued ?? 0n) + BigInt(row.accrued);
    sums.set(row.asset.id, { asset: row.asset, accrued: sum });
  }
  return [...sums.values()].sort((a, b) => (a.accrued < b.accrued ? 1 : -1)).map(({ asset }) => asset);
}
