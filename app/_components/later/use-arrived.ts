'use client';

import { useEffect, useState } from 'react';
import { whenArrived } from './when-arrived';

/**
 * What has arrived, with the rest as soon as it has. While a screen refreshes, the last complete answer stays until
 * the next one is complete too, so that nothing flickers.
 */
export function useArrived<Value>(there: Value, coming: Promise<Value | null> | null): Value {
  const [last, setLast] = useState<{ readonly whole: Value } | null>(null);
  useEffect(() => whenArrived(there, coming, (whole) => setLast({ whole })), [there, coming]);
  return coming === null || last === null ? there : last.whole;
}
