'use client';

import { formatTime, type TimeStyle } from '../format/time';
import { useZone } from '../zone/zone';

/** An instant in the zone that the reader chose, with UTC in the tooltip; what is of another year says so. */
export function Time({ iso, style = 'datetime' }: { readonly iso: string; readonly style?: TimeStyle }) {
  const zone = useZone();
  return (
    <time
      dateTime={iso}
      title={`${iso.replace('T', ' ').replace('Z', '')} UTC`}
      className="whitespace-nowrap"
    >
      {formatTime(iso, style, zone, Date.now())}
    </time>
  );
}
