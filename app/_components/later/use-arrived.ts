'use client';

import { useEffect, useState } from 'react';

/**
 * What the server still works on when the screen is first shown; null until it is there, and for good where it fails. The
 * last one stays until a newer one has come, so that nothing flickers when a screen is brought up to date.
 */
export function useArrived<Value>(coming: Promise<Value> | null): Value | null {
  const [arrived, setArrived] = useState<{ readonly value: Value } | null>(null);
  useEffect(() => {
    let isWanted = true;
    coming?.then(
      (value) => {
        if (isWanted) setArrived({ value });
      },
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, [coming]);
  return coming === null || arrived === null ? null : arrived.value;
}
