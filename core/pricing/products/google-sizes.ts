import { compare, type Fraction, fraction } from '../fraction';
import { refuse } from '../inputs';

/** MB, GHz that come with it. */
const FIRST_GEN: readonly (readonly [number, string])[] = [
  [128, '0.2'],
  [256, '0.4'],
  [512, '0.8'],
  [1024, '1.4'],
  [2048, '2.4'],
  [4096, '4.8'],
  [8192, '4.8'],
];

/** MiB, vCPU that functions get with so much unless told otherwise. */
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

/** The clock rate that a function of the 1st generation gets with its memory; null for a size that there is not. */
export function firstGenGhzOf(memoryMb: Fraction): Fraction | null {
  const found = FIRST_GEN.find(([mb]) => compare(fraction(mb), memoryMb) === 0);
  return found ? fraction(found[1]) : null;
}

/** The same; @throws FaaslensError `invalid_input` for a size that there is not. */
export function firstGenGhz(memoryMb: Fraction): Fraction {
  const sizes = FIRST_GEN.map(([mb]) => mb).join(', ');
  return firstGenGhzOf(memoryMb) ?? refuse('memoryMb', `must be one of ${sizes}, or say ghz`);
}

/** The vCPU of the smallest usual size that has so much memory; null above all of them. */
export function runVcpu(memoryMb: Fraction): Fraction | null {
  const found = RUN.find(([mb]) => compare(fraction(mb), memoryMb) >= 0);
  return found ? fraction(found[1]) : null;
}
