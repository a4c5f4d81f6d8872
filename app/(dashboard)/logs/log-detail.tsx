import Link from 'next/link';
import { withAttribute } from '@/core/model/logs/search';
import type { LogView } from '@/core/model/views';
import type { LogFilters } from '../../_components/filters/log-filters';
import { AttributeTable } from '../../_components/telemetry/attribute-table';
import { MORE_LINK } from '../../_components/ui/controls';
import { CopyButton } from '../../_components/ui/copy-button';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';

/** All there is to a record: its whole text, its attributes, its span, and where to see what was logged around it. */
export function LogDetail({
  log,
  scope,
  filters,
}: {
  readonly log: LogView;
  readonly scope: Scope;
  readonly filters: LogFilters;
}) {
  return (
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
  );
}
