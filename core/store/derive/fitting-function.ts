import type { FunctionIdentity } from '../../model/invocation';
import type { PlatformOrigin } from '../../model/platform/fact';

/** Whether a platform may speak of this function: what either leaves open counts as equal. The name is not looked at. */
export function fits(known: FunctionIdentity, origin: PlatformOrigin): boolean {
  const equal = (field: 'provider' | 'accountId' | 'region' | 'environment') =>
    origin[field] === '' || known[field] === '' || origin[field] === known[field];
  return equal('provider') && equal('accountId') && equal('region') && equal('environment');
}

/**
 * The function among these, all of the name that a platform speaks of, that it means; null when none fits, or several do
 * and not exactly one of them is of its environment.
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
