import { toWholeMinutes } from '../../model/time-range';
import type { FiguresQuery } from '../store';
import { Conditions } from './statement';

/** The invocations that figures are asked of. */
export function figureConditions({ range, environment, functionId }: FiguresQuery): Conditions {
  return new Conditions()
    .happened('i.start_ns', toWholeMinutes(range))
    .andIf(environment, 'i.environment = ?')
    .andIf(functionId, 'i.function_id = ?');
}

/** The step of an invocation, in so many milliseconds since the epoch, as a term of a statement with these conditions. */
export function stepTerm(conditions: Conditions, stepMs: number): string {
  return conditions.bind('intDiv(i.start_ns, ?)', BigInt(stepMs) * 1_000_000n);
}
