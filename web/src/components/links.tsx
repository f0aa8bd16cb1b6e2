import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { shortAssetId, shortHex } from '../format/ids.js';
import { assetUrl, contributorUrl, usageUrl } from '../url.js';

/** A link to a place inside the explorer, by its path from url.ts. */
export function PageLink({ to, children, className }: { to: string; children: ReactNode; className?: string }) {
  return (
    <Link to={to} className={className ?? 'link'}>
      {children}
    </Link>
  );
}

/** A contributor, by address. */
export function AddressLink({ address, full = false }: { address: string; full?: boolean }) {
  return (
    <Tooltip label={address} disabled={full}>
      <Link to={contributorUrl(address)} className="link mono nowrap">
        {full ? address : shortHex(address)}
      </Link>
    </Tooltip>
  );
}

/** An asset by name, or by what its id says while nobody has registered it. */
export function AssetLink({ asset }: { asset: { id: string; name?: string | null } }) {
  return (
    <Tooltip label={asset.id} maw={560} multiline classNames={{ tooltip: 'wrap-anywhere' }}>
      <Link to={assetUrl(asset.id)} className="link asset-link">
        {asset.name?.trim() || shortAssetId(asset.id)}
      </Link>
    </Tooltip>
  );
}

/** One usage, under the words that lead to it. */
export function UsageLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Link to={usageUrl(id)} className="link">
      {children}
    </Link>
  );
}
