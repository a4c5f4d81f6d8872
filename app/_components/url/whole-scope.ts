import { parseInstant, toWholeMinutes } from '@/core/model/time-range';
import type { Scope } from './scope';

/** The scope in whole minutes, as figures use it, so that linked rows add up to them. */
export function wholeScope(scope: Scope, nowMs: number): Scope {
  const { fromMs, toMs } = toWholeMinutes({
    fromMs: parseInstant(scope.from, nowMs) ?? nowMs,
    toMs: parseInstant(scope.to, nowMs) ?? nowMs,
  });
  return { ...scope, from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}
