'use client';

import { ScreenFailure, type ScreenFailureProps } from '../_components/failure/screen-failure';

export default function ScreenError(props: ScreenFailureProps) {
  return <ScreenFailure {...props} />;
}
