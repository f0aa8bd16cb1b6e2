import { Alert, Button, Loader, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CombinedError } from 'urql';
import { errorSentence } from '../graphql/error-sentence.js';
import { overviewUrl } from '../url.js';
import { AlertIcon } from './icons.js';
import { PageLink } from './links.js';

/** Grey lines in place of what is being fetched. */
export function Loading({ lines = 4, what }: { lines?: number; what: string }) {
  return (
    <Stack gap="xs" role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={18} radius="sm" width={`${100 - (index % 3) * 12}%`} />
      ))}
    </Stack>
  );
}

export function SmallLoading({ what }: { what: string }) {
  return (
    <span role="status" className="muted">
      <Loader size="xs" /> Loading {what}…
    </span>
  );
}

export function ErrorState({ error, retry }: { error: CombinedError; retry?: () => void }) {
  return (
    <Alert color="red" variant="light" icon={<AlertIcon />} title="This could not be loaded" role="alert">
      <Text size="sm" mb={retry ? 'sm' : 0} className="wrap-anywhere">
        {errorSentence(error)}
      </Text>
      {retry ? (
        <Button size="xs" variant="default" onClick={retry}>
          Try again
        </Button>
      ) : null}
    </Alert>
  );
}

/** Nothing here, and why that may be. */
export function Empty({ children }: { children: ReactNode }) {
  return <div className="empty">{children}</div>;
}

/** A page for something that does not exist, or whose address is no address at all. */
export function NotFound({ title, sentence }: { title: string; sentence: string }) {
  return (
    <Stack align="flex-start" gap="sm" py="xl">
      <Title order={1} size="h2">
        {title}
      </Title>
      <Text className="wrap-anywhere">{sentence}</Text>
      <PageLink to={overviewUrl()}>Back to the overview</PageLink>
    </Stack>
  );
}

/** Data if it is there, else why not: the order in which every part of a page decides what to show. */
export function Loaded<Data>(props: {
  query: { data: Data | undefined; error: CombinedError | undefined; loading: boolean; refresh: () => void };
  what: string;
  lines?: number;
  children: (data: Data) => ReactNode;
}) {
  const { query, what, lines, children } = props;
  if (query.data) return children(query.data);
  if (query.error) return <ErrorState error={query.error} retry={query.refresh} />;
  return <Loading what={what} lines={lines} />;
}
