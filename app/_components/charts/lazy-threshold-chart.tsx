'use client';

import dynamic from 'next/dynamic';

/** A `ThresholdChart` whose code is loaded after the page is drawn; its space is reserved meanwhile. */
export const LazyThresholdChart = dynamic(
  () => import('./threshold-chart').then(({ ThresholdChart }) => ThresholdChart),
  { ssr: false, loading: () => <div className="h-56" /> },
);
