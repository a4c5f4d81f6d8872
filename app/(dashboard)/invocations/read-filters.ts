import { OUTCOMES, type Outcome } from '@/core/model/invocation';
import { hexId, type SearchParams, text } from '../../_components/url/scope';

export interface InvocationFilters {
  readonly functionId?: string;
  readonly outcome?: Outcome;
  readonly coldStart?: boolean;
  readonly minDurationMs?: number;
  readonly q?: string;
}

/** The list's filters in the URL; a value that makes no sense is as if it were absent. */
export function readFilters(params: SearchParams): InvocationFilters {
  const functionId = hexId(params, 'functionId', 16);
  const outcome = OUTCOMES.find((one) => one === text(params, 'outcome'));
  const cold = text(params, 'coldStart');
  const minDurationMs = Number(text(params, 'minDurationMs') ?? Number.NaN);
  const q = text(params, 'q')?.slice(0, 500);
  return {
    ...(functionId === undefined ? {} : { functionId }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(cold === 'true' || cold === 'false' ? { coldStart: cold === 'true' } : {}),
    ...(minDurationMs >= 0 && minDurationMs <= 1e9 ? { minDurationMs } : {}),
    ...(q === undefined ? {} : { q }),
  };
}
