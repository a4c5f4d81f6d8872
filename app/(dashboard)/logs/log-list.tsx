'use client';

import type { LogView } from '@/core/model/views';
import type { LogFilters } from '../../_components/filters/log-filters';
import type { Scope } from '../../_components/url/scope';
import { LogEntry } from './log-entry';

/** Log records in the order given; what is out of sight is not laid out. */
export function LogList({
  logs,
  scope,
  filters,
  markedId,
}: {
  readonly logs: readonly LogView[];
  readonly scope: Scope;
  readonly filters: LogFilters;
  /** This one is open and stands out. */
  readonly markedId?: string;
}) {
  return (
    <ul aria-label="Log records" className="divide-y divide-line">
      {/* By place: when newer ones come in, texts change where they are and nothing moves. */}
      {[...logs.entries()].map(([place, log]) => (
        <li
          key={place}
          id={log.id === markedId ? 'marked' : undefined}
          className="scroll-mt-40 [contain-intrinsic-size:auto_2rem] [content-visibility:auto]"
        >
          {/* By record: a line that was opened must not leave another one open in its place. */}
          <LogEntry key={log.id} log={log} scope={scope} filters={filters} isMarked={log.id === markedId} />
        </li>
      ))}
    </ul>
  );
}
