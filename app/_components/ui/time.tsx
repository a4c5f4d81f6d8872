'use client';

import { formatTime, type TimeStyle } from '../format/time';
import { useZone } from '../zone/zone';

/** An instant in the reader's zone, with UTC in the tooltip; one of another year shows its year. */
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
