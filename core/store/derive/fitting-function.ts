import type { FunctionIdentity } from '../../model/invocation';
import type { PlatformOrigin } from '../../model/platform/fact';

/** Whether a platform's report may be about this function: a field that either leaves empty matches. Ignores the name. */
export function fits(known: FunctionIdentity, origin: PlatformOrigin): boolean {
  const equal = (field: 'provider' | 'accountId' | 'region' | 'environment') =>
    origin[field] === '' || known[field] === '' || origin[field] === known[field];
  return equal('provider') && equal('accountId') && equal('region') && equal('environment');
}

/**
 * The function that a platform's report is about, among these functions of the reported name. Null when none fits, or
 * when several do, unless exactly one of them is in the reported environment.
 */
export function fittingFunction(
  known: readonly FunctionIdentity[],
  origin: PlatformOrigin,
): FunctionIdentity | null {
  if (origin.name === '') return null;
  const all = [...new Map(known.filter((one) => fits(one, origin)).map((one) => [one.id, one])).values()];
  const exact = all.filter(({ environment }) => environment === origin.environment);
  return (exact.length === 1 ? exact[0] : all.length === 1 ? all[0] : null) ?? null;
}
