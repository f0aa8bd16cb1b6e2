import { Tooltip } from '@mantine/core';
import { ago, utc } from '../format/time.js';
import { useNow } from './use-now.js';

/** How long ago, with the exact UTC time in the tooltip. */
export function TimeAgo({ time }: { time: string | null | undefined }) {
  const text = useNow((now_ms) => (time ? ago(time, now_ms) : '—'));
  if (!time) return <span>—</span>;
  return (
    <Tooltip label={utc(time)}>
      <time dateTime={time} className="nowrap">
        {text}
      </time>
    </Tooltip>
  );
}

/** The exact UTC time, with how long ago in the tooltip. */
export function ExactTime({ time }: { time: string | null | undefined }) {
  const text = useNow((now_ms) => (time ? ago(time, now_ms) : '—'));
  if (!time) return <span>—</span>;
  return (
    <Tooltip label={text}>
      <time dateTime={time} className="nowrap">
        {utc(time)}
      </time>
    </Tooltip>
  );
}
