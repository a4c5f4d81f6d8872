'use client';

import { useEffect, useRef, useState } from 'react';
import type { LogView } from '@/core/model/views';
import type { LogFilters } from '../../_components/filters/log-filters';
import { severityName, severityTone } from '../../_components/telemetry/severity';
import { Badge } from '../../_components/ui/badge';
import { Icon } from '../../_components/ui/icons';
import { Time } from '../../_components/ui/time';
import type { Scope } from '../../_components/url/scope';
import { LogDetail } from './log-detail';

/** One record: a line that opens to all there is to it, which is made only then. */
export function LogEntry({
  log,
  scope,
  filters,
  isMarked,
}: {
  readonly log: LogView;
  readonly scope: Scope;
  readonly filters: LogFilters;
  readonly isMarked: boolean;
}) {
  const details = useRef<HTMLDetailsElement>(null);
  const [isOpen, setOpen] = useState(isMarked);
  // It may have been opened before this ran.
  useEffect(() => setOpen(details.current?.open === true), []);
  const level = severityName(log.severity) || log.severityText.toLowerCase();
  return (
    <details
      ref={details}
      className="group"
      open={isMarked}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary
        className={`flex list-none items-baseline gap-x-3 gap-y-0.5 px-4 py-1.5 hover:bg-hover max-md:flex-wrap [&::-webkit-details-marker]:hidden ${isMarked ? 'bg-brand-soft' : ''}`}
      >
        <Icon
          name="chevron"
          className="size-3 self-center text-faint transition-transform group-open:rotate-90"
        />
        <span className="text-muted text-tremor-label tabular-nums">
          <Time iso={log.time} style="precise" />
        </span>
        <span className="w-14 shrink-0">
          {level !== '' && <Badge tone={severityTone(log.severity)}>{level}</Badge>}
        </span>
        <span
          className="w-40 shrink-0 truncate text-muted max-md:w-24 max-md:grow"
          title={log.functionName ?? log.service}
        >
          {log.functionName ?? log.service}
        </span>
        <span className="min-w-0 grow truncate font-mono text-ink text-tremor-label max-md:w-full [unicode-bidi:isolate]">
          {log.body}
        </span>
      </summary>
      {isOpen && <LogDetail log={log} scope={scope} filters={filters} />}
    </details>
  );
}
