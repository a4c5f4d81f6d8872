import Link from 'next/link';
import { withAttribute } from '@/core/model/logs/search';
import type { LogView } from '@/core/model/views';
import { AttributeTable } from '../../_components/telemetry/attribute-table';
import { severityName, severityTone } from '../../_components/telemetry/severity';
import { Badge } from '../../_components/ui/badge';
import { MORE_LINK } from '../../_components/ui/controls';
import { CopyButton } from '../../_components/ui/copy-button';
import { Icon } from '../../_components/ui/icons';
import { Time } from '../../_components/ui/time';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import type { LogFilters } from './read-filters';

/** One record: a line that opens to its whole text, its attributes, its span and what was logged around it. */
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
  const level = severityName(log.severity) || log.severityText.toLowerCase();
  return (
    <details className="group" open={isMarked}>
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
      <div className="flex flex-col gap-3 border-line border-t bg-page px-4 py-3 md:pl-11">
        <pre className="whitespace-pre-wrap break-words font-mono text-ink text-tremor-label [unicode-bidi:isolate]">
          {log.body}
        </pre>
        <AttributeTable
          label="Attributes of the log record"
          attributes={log.attributes}
          linkFor={(key, value) => {
            const q = withAttribute(filters.q ?? '', key, value);
            return q === null ? null : href('/logs', scope, { ...filters, q });
          }}
        />
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {log.traceId !== null && (
            <Link
              prefetch={false}
              href={href(`/traces/${log.traceId}`, scope, { span: log.spanId })}
              className={MORE_LINK}
            >
              {log.spanId === null ? 'Open trace' : 'Open its span'}{' '}
              <span className="font-mono">{log.traceId.slice(0, 8)}</span>
            </Link>
          )}
          <Link
            prefetch={false}
            href={href('/logs', scope, { around: log.id, functionId: log.functionId })}
            className={MORE_LINK}
          >
            Lines around it
          </Link>
          <CopyButton text={log.body} label="Copy line" />
        </p>
      </div>
    </details>
  );
}
