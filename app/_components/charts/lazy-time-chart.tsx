'use client';

import dynamic from 'next/dynamic';

/** A `TimeChart` whose code is loaded after the page is drawn; its space is reserved meanwhile. */
export const LazyTimeChart = dynamic(() => import('./time-chart').then(({ TimeChart }) => TimeChart), {
  ssr: false,
  loading: () => <div className="h-48" />,
});
