'use client';

import { useSyncExternalStore } from 'react';
import { formatTime, type TimeStyle } from '../format/time';

const never = () => () => {};

/** An instant in the reader's own zone, with UTC in the tooltip. The server, which knows no zone, writes UTC. */
export function Time({ iso, style = 'datetime' }: { readonly iso: string; readonly style?: TimeStyle }) {
  const zone = useSyncExternalStore(never, localZone, serverZone);
  return (
    <time
      dateTime={iso}
      title={`${iso.replace('T', ' ').replace('Z', '')} UTC`}
      className="whitespace-nowrap"
    >
      {formatTime(iso, style, zone)}
    </time>
  );
}

const serverZone = () => 'UTC';
const localZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
