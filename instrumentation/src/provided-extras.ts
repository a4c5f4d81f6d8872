import type { AnswerFirst } from './aws-lambda/answer-first/answer-first';
import type { TellModules } from './modules/tell-modules';
import type { PayloadsExtra } from './payload/payloads-extra';

/** The parts that few functions need, by the subpath that brings each into a bundle. */
export interface Extras {
  payloads?: PayloadsExtra;
  modules?: TellModules;
  'aws-lambda/answer-first'?: AnswerFirst;
}

// In the global object, as the runtime is: an extra serves every copy of this package in the process.
const SEAT = Symbol.for('faaslens.extras.1');

const seats = globalThis as { [SEAT]?: Extras };

/** Told by the extras themselves, when their subpath is imported. */
export function provideExtra(extra: Extras): void {
  seats[SEAT] = { ...seats[SEAT], ...extra };
}

/** Those that have been imported. */
export const providedExtras = (): Extras => seats[SEAT] ?? {};
