'use client';

import type { TimeShares } from '@/core/model/trace-view/time-shares';
import type { TraceSpanView } from '@/core/model/views';
import { formatDuration } from '../../../../_components/format/duration';
import { formatPercent } from '../../../../_components/format/number';
import { MORE_LINK } from '../../../../_components/ui/controls';

const MOST_SHARES = 6;

/** What a span's time was spent on, longest first; each leads to the span that took most of it. */
export function TimeSharesTable({
  span,
  times: { shares, atEnd },
  wasCutOff,
  nameOf,
  onOpen,
}: {
  readonly span: TraceSpanView;
  readonly times: TimeShares;
  /** Whether it was ended from outside: then what still ran is what it was waiting for. */
  readonly wasCutOff: boolean;
  readonly nameOf: (spanId: string) => string;
  readonly onOpen: (spanId: string) => void;
}) {
  if (shares.length < 2) return null;
  return (
    <section aria-label="Where the time went" className="min-w-0">
      <h3 className="mb-1 font-medium text-ink">Where the time went</h3>
      {wasCutOff && atEnd !== null && (
        <p className="mb-1.5 text-warn">
          It was waiting for{' '}
          <button
            type="button"
            className="font-medium underline [unicode-bidi:isolate]"
            onClick={() => onOpen(atEnd)}
          >
            {nameOf(atEnd)}
          </button>{' '}
          when it was ended.
        </p>
      )}
      <table aria-label="Where the time went" className="w-full max-w-2xl text-tremor-label">
        <tbody>
          {shares.slice(0, MOST_SHARES).map((share) => (
            <tr key={share.own ? 'own' : `${share.service} ${share.name}`}>
              <th
                scope="row"
                className="w-3/5 max-w-0 truncate py-0.5 pr-3 text-left font-normal [unicode-bidi:isolate]"
              >
                {share.own ? (
                  <span className="text-muted">itself</span>
                ) : (
                  <button
                    type="button"
                    title={`${share.service} · ${share.name}`}
                    className={`${MORE_LINK} max-w-full truncate align-bottom`}
                    onClick={() => onOpen(share.spanId)}
                  >
                    {share.name}
                  </button>
                )}
                {share.count > 1 && <span className="text-faint"> × {share.count}</span>}
              </th>
              <td className="whitespace-nowrap py-0.5 pr-3 text-right text-body tabular-nums">
                {formatDuration(share.ms)}
              </td>
              <td className="w-1/4 py-0.5">
                <span className="flex items-center gap-2">
                  <span aria-hidden="true" className="h-1.5 grow rounded-full bg-sunken">
                    <span
                      className="block h-1.5 rounded-full bg-brand"
                      style={{ width: `${Math.min(100, (share.ms / span.durationMs) * 100)}%` }}
                    />
                  </span>
                  <span className="w-10 text-right text-muted tabular-nums">
                    {formatPercent(share.ms / span.durationMs)}
                  </span>
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shares.length > MOST_SHARES && (
        <p className="mt-0.5 text-faint text-tremor-label">and {shares.length - MOST_SHARES} more</p>
      )}
    </section>
  );
}
