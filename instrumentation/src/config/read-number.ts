import type { Environment } from './environment';

/** The first of the variables that is set, or the fallback where it is no number from `least` to `most`. */
export type ReadNumber = (
  names: readonly string[],
  fallback: number,
  least?: number,
  most?: number,
) => number;

/** @param warnings gets a sentence for every number that cannot be used */
export function readNumber(env: Environment, warnings: string[]): ReadNumber {
  return (names, fallback, least = 0, most = Number.MAX_SAFE_INTEGER) => {
    const name = names.find((candidate) => env[candidate]?.trim());
    if (name === undefined) return fallback;
    const value = Number(env[name]);
    if (value >= least && value <= most) return value;
    warnings.push(`${name}=${env[name]} is not a number from ${least} to ${most}; ${fallback} is used`);
    return fallback;
  };
}
