import { toWholeMinutes } from '../../model/time-range';
import type { FiguresQuery } from '../store';
import { Conditions } from './statement';

/** The invocations that figures are asked of. */
export function figureConditions({ range, environment, functionId }: FiguresQuery): Conditions {
  return new Conditions()
    .within('i.start_ns', toWholeMinutes(range))
    .andIf(environment, 'i.environment = ?')
    .andIf(functionId, 'i.function_id = ?');
}
