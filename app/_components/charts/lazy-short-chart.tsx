'use client';

import dynamic from 'next/dynamic';
import type { ComponentProps } from 'react';
import type { LazyTimeChart } from './lazy-time-chart';

const ShortChart = dynamic(() => import('./time-chart').then(({ TimeChart }) => TimeChart), {
  ssr: false,
  loading: () => <div className="h-28" />,
});

/** A `LazyTimeChart` of about half the height, for use above a list. */
export function LazyShortChart(props: ComponentProps<typeof LazyTimeChart>) {
  return <ShortChart {...props} height="h-28" />;
}
