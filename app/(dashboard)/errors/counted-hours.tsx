import { toWholeHours } from '@/core/model/time-range';
import { Time } from '../../_components/ui/time';
import type { Scope } from '../../_components/url/scope';
import { toRange } from '../../_queries/inputs/fields';

/** Of which time errors are counted, which is more than the range: counters of errors are of whole hours. */
export function CountedHours({ scope }: { readonly scope: Scope }) {
  const nowMs = Date.now();
  const { fromMs, toMs } = toWholeHours(toRange(scope, nowMs));
  return (
    <>
      in whole hours, since <Time iso={new Date(fromMs).toISOString()} style="minute" />
      {toMs < nowMs && (
        <>
          {' '}
          until <Time iso={new Date(toMs).toISOString()} style="minute" />
        </>
      )}
    </>
  );
}
