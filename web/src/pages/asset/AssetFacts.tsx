import { Hex } from '../../components/Hex.js';
import { Fact, Section } from '../../components/layout.js';
import { AddressLink } from '../../components/links.js';
import { ExactTime, TimeAgo } from '../../components/TimeAgo.js';
import { readablePpm } from '../../format/amount.js';
import { POLICY_WORDS } from '../../format/words.js';
import type { AssetData } from './AssetPage.js';

/** What the asset's chain says about it: registration, content, terms, versions. */
export function AssetFacts({ asset }: { asset: AssetData }) {
  return (
    <>
      <Section title="Facts">
        <dl className="facts">
          <Fact label="Owner">{asset.owner ? <AddressLink address={asset.owner} /> : '—'}</Fact>
          <Fact label="Registered">
            <ExactTime time={asset.registeredAt} />
          </Fact>
          <Fact label="Registry">
            <Hex value={asset.registry} what="registry" />
          </Fact>
          <Fact label="Token">{asset.tokenId}</Fact>
          <Fact label="Content hash">
            {asset.contentHash ? <Hex value={asset.contentHash} what="content hash" /> : '—'}
          </Fact>
          <Fact label="Registered in">
            {asset.registeredIn ? <Hex value={asset.registeredIn} what="transaction" /> : '—'}
          </Fact>
          <Fact label="Metadata">
            {/* Text, not a link: the URI is whatever somebody wrote on a chain. */}
            <span className="mono wrap-anywhere">{asset.metadataUri || '—'}</span>
          </Fact>
        </dl>
      </Section>
      <Terms terms={asset.terms} />
      <Versions versions={asset.versions} />
    </>
  );
}

function Terms({ terms }: { terms: AssetData['terms'] }) {
  if (!terms) {
    return (
      <Section title="Terms">
        <p className="note">The owner has set no terms.</p>
      </Section>
    );
  }
  return (
    <Section title="Terms" aside={<TimeAgo time={terms.since} />}>
      <dl className="facts tight">
        <Fact label="Derivatives">{terms.derivativesAllowed ? 'Allowed' : 'Not allowed'}</Fact>
        <Fact label="Commercial use">{terms.commercialUse ? 'Allowed' : 'Not allowed'}</Fact>
        <Fact label="Least royalty">
          {readablePpm(terms.minRoyaltyPpm)} {POLICY_WORDS[terms.royaltyPolicy]}
        </Fact>
        <Fact label="Hash of the text">
          <Hex value={terms.termsHash} what="hash of the terms" />
        </Fact>
      </dl>
    </Section>
  );
}

function Versions({ versions }: { versions: AssetData['versions'] }) {
  if (versions.length === 0) return null;
  return (
    <Section title="Versions">
      <ol className="versions">
        {[...versions]
          .sort((a, b) => b.version - a.version)
          .map((version) => (
            <li key={version.version}>
              <strong>v{version.version}</strong> <Hex value={version.contentHash} what="content hash" />
              <span className="muted">
                <TimeAgo time={version.time} />
              </span>
            </li>
          ))}
      </ol>
    </Section>
  );
}
