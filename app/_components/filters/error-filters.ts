import { ERROR_STATES, type ErrorState } from '@/core/model/errors/state';
import { hexId, type SearchParams, text } from '../url/scope';

export interface ErrorFilters {
  readonly functionId?: string;
  readonly q?: string;
  /** Absent: all states. */
  readonly state?: ErrorState | 'unresolved';
}

/** The URL's filters of the list of errors; without a state, those that nobody has dealt with. */
export function readErrorFilters(params: SearchParams): ErrorFilters {
  const functionId = hexId(params, 'functionId', 16);
  const q = text(params, 'q')?.slice(0, 500);
  const wanted = text(params, 'state');
  const state = ERROR_STATES.find((one) => one === wanted) ?? 'unresolved';
  return {
    ...(functionId === undefined ? {} : { functionId }),
    ...(q === undefined ? {} : { q }),
    ...(wanted === 'all' ? {} : { state }),
  };
}
