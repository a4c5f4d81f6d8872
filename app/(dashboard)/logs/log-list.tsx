import Link from 'next/link';
import type { LogView } from '@/core/model/views';
import { AttributeTable } from '../../_components/telemetry/attribute-table';
import { severityName, severityTone } from '../../_components/telemetry/severity';
import { Badge } from '../../_components/ui/badge';
import { MORE_LINK } from '../../_components/ui/controls';
import { Icon } from '../../_components/ui/icons';
import { Time } from '../../_components/ui/time';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';

/** Log records, newest first; a record opens to its whole text, its attributes and the way to its trace. */
export function LogList({ logs, scope }: { readonly logs: readonly LogView[]; readonly scope: Scope }) {
  return (
    <ul aria-label="Log records" className="divide-y divide-line">
      {logs.map((log) => (
        <li key={log.id}>
          <LogEntry log={log} scope={scope} />
        </li>
      ))}
    </ul>
  );
}

function LogEntry({ log, scope }: { readonly log: LogView; readonly scope: Scope }) {
  const level = severityName(log.severity) || log.severityText.toLowerCase();
  return (
    <details className="group">
      <summary className="flex list-none items-baseline gap-x-3 gap-y-0.5 px-4 py-1.5 hover:bg-hover max-md:flex-wrap [&::-webkit-details-marker]:hidden">
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
        <AttributeTable label="Attributes of the log record" attributes={log.attributes} />
        {log.traceId !== null && (
          <p>
            <Link
              prefetch={false}
              href={href(`/traces/${log.traceId}`, scope, { span: log.spanId })}
              className={MORE_LINK}
            >
              Open trace <span className="font-mono">{log.traceId}</span>
            </Link>
          </p>
        )}
      </div>
    </details>
  );
}
