import { Button } from '@mantine/core';
import { useState } from 'react';
import { PauseIcon, PlayIcon } from '../../components/icons.js';
import { Section } from '../../components/layout.js';
import { PageLink } from '../../components/links.js';
import { ErrorState, Loading } from '../../components/states.js';
import { UsageTable } from '../../components/UsageTable.js';
import { usagesUrl } from '../../url.js';
import { useUsageFeed, type FeedState } from './use-usage-feed.js';

const STATE_WORDS: Record<FeedState, string> = {
  live: 'Live',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting… asking every few seconds meanwhile',
  paused: 'Paused',
};

const STATE_DOTS: Record<FeedState, string> = {
  live: 'live',
  connecting: 'waiting',
  reconnecting: 'waiting',
  paused: 'paused',
};

/** Usages as the ledger takes them in. */
export function LiveFeed() {
  const [paused, setPaused] = useState(false);
  const feed = useUsageFeed(paused);
  return (
    <Section
      title="Usages as they happen"
      flush
      aside={
        <>
          <span className="live" role="status" data-testid="feed-state" data-state={feed.state}>
            <span className="dot" data-state={STATE_DOTS[feed.state]} />
            {STATE_WORDS[feed.state]}
          </span>
          <Button
            size="compact-sm"
            variant="default"
            leftSection={paused ? <PlayIcon /> : <PauseIcon />}
            onClick={() => setPaused(!paused)}
          >
            {paused ? 'Go on' : 'Pause'}
          </Button>
          <PageLink to={usagesUrl()}>All usages</PageLink>
        </>
      }
    >
      <div data-testid="feed">
        {feed.error && feed.rows.length === 0 ? (
          <ErrorState error={feed.error} />
        ) : feed.loading && feed.rows.length === 0 ? (
          <Loading what="usages" lines={8} />
        ) : (
          <UsageTable
            label="Latest usages"
            rows={feed.rows}
            isNew={feed.isNew}
            empty="No usages yet. They appear here as soon as somebody pays for the use of an asset."
          />
        )}
      </div>
    </Section>
  );
}
