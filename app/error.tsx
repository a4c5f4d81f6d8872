'use client';

import { ScreenFailure, type ScreenFailureProps } from './_components/failure/screen-failure';

/** Where not even the frame around a screen could be made. */
export default function PageError(props: ScreenFailureProps) {
  return (
    <main className="mx-auto max-w-xl p-4 pt-16">
      <ScreenFailure {...props} />
    </main>
  );
}
