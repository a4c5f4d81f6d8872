import { compare, type Fraction, fraction } from '../fraction';
import { refuse } from '../inputs';

/** MB, and the GHz that come with them. */
const FIRST_GEN: readonly (readonly [number, string])[] = [
  [128, '0.2'],
  [256, '0.4'],
  [512, '0.8'],
  [1024, '1.4'],
  [2048, '2.4'],
  [4096, '4.8'],
  [8192, '4.8'],
];

/** MiB, and the vCPU that functions get with them by default. */
const RUN: readonly (readonly [number, string])[] = [
  [128, '0.083'],
  [256, '0.167'],
  [512, '0.333'],
  [1024, '0.583'],
  [2048, '1'],
  [4096, '2'],
  [8192, '2'],
  [16384, '4'],
  [32768, '8'],
];

/** The clock rate of a 1st generation function with this memory; null for a size that does not exist. */
export function firstGenGhzOf(memoryMb: Fraction): Fraction | null {
  const found = FIRST_GEN.find(([mb]) => compare(fraction(mb), memoryMb) === 0);
  return found ? fraction(found[1]) : null;
}

/** The same; @throws FaaslensError `invalid_input` for a size that does not exist. */
export function firstGenGhz(memoryMb: Fraction): Fraction {
  const sizes = FIRST_GEN.map(([mb]) => mb).join(', ');
  return firstGenGhzOf(memoryMb) ?? refuse('memoryMb', `must be one of ${sizes}, or say ghz`);
}

/** The vCPU of the smallest standard size with at least this memory; null above all of them. */
export function runVcpu(memoryMb: Fraction): Fraction | null {
  const found = RUN.find(([mb]) => compare(fraction(mb), memoryMb) >= 0);
  return found ? fraction(found[1]) : null;
}
