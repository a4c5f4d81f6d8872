'use client';

import { useEffect, useState } from 'react';
import { whenArrived } from './when-arrived';

/**
 * What is there, with the rest as soon as it has come. While a screen is brought up to date the last whole answer stays until
 * the rest of the next one is there too, so that nothing flickers.
 */
export function useArrived<Value>(there: Value, coming: Promise<Value | null> | null): Value {
  const [last, setLast] = useState<{ readonly whole: Value } | null>(null);
  useEffect(() => whenArrived(there, coming, (whole) => setLast({ whole })), [there, coming]);
  return coming === null || last === null ? there : last.whole;
}
