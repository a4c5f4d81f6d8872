'use client';

import type { MappedLine } from '@/core/model/errors/stack/mapped-line';
import { formatDuration } from '../../../../_components/format/duration';
import { AttributeTable } from '../../../../_components/telemetry/attribute-table';
import { severityName, severityTone } from '../../../../_components/telemetry/severity';
import { Stack } from '../../../../_components/telemetry/stack';
import { Badge } from '../../../../_components/ui/badge';
import { type Axis, placeOn } from '../waterfall/axis';
import { COLUMNS } from '../waterfall/columns';
import type { Moment } from './moments';

/** A closed one with its border, in pixels. */
export const MOMENT_HEIGHT = 29;

/** Events and logs, each with its mark under the time axis; one opens to its attributes. */
export function MomentList({
  moments,
  stacks,
  axis,
}: {
  readonly moments: readonly Moment[];
  /** Those that source maps know, by the keys of moments. */
  readonly stacks: ReadonlyMap<string, readonly MappedLine[]>;
  readonly axis: Axis;
}) {
  return (
    <ul aria-label="Events and logs" className="divide-y divide-line border-line border-b bg-card">
      {moments.map((moment) => (
        <li key={moment.key}>
          <details className="group">
            <summary
              className={`${COLUMNS} min-h-7 list-none items-center hover:bg-hover [&::-webkit-details-marker]:hidden`}
            >
              <span className="flex h-full min-w-0 items-center gap-2 border-line border-r py-1 pr-2 pl-8">
                <Badge tone={severityTone(moment.severity)}>
                  {moment.kind === 'event' ? 'event' : severityName(moment.severity) || 'log'}
                </Badge>
                <span
                  title={moment.title}
                  className="min-w-0 truncate font-mono text-ink text-tremor-label [unicode-bidi:isolate]"
                >
                  {moment.title}
                </span>
              </span>
              <Mark moment={moment} axis={axis} />
            </summary>
            <div className="flex flex-col gap-2 bg-page py-2 pr-4 pl-8">
              <pre className="whitespace-pre-wrap break-words font-mono text-ink text-tremor-label [unicode-bidi:isolate]">
                {moment.title}
              </pre>
              <Stack lines={stacks.get(moment.key) ?? []} />
              <AttributeTable label={`Attributes of the ${moment.kind}`} attributes={moment.attributes} />
            </div>
          </details>
        </li>
      ))}
    </ul>
  );
}

function Mark({ moment, axis }: { readonly moment: Moment; readonly axis: Axis }) {
  const { left } = placeOn(axis, moment.offsetMs, 0);
  const color = moment.severity >= 17 ? 'bg-bad' : moment.severity >= 13 ? 'bg-warn' : 'bg-muted';
  const side = left > 80 ? { right: `${100 - left}%` } : { left: `${left}%` };
  return (
    <span className="relative h-full min-h-7 overflow-hidden">
      <span
        aria-hidden="true"
        className={`absolute top-2.5 size-2 -translate-x-1/2 rotate-45 ${color}`}
        style={{ left: `${left}%` }}
      />
      <span
        className="absolute top-1.5 whitespace-nowrap px-2.5 text-[0.6875rem] text-muted leading-4 tabular-nums"
        style={side}
      >
        {moment.offsetMs < 0 ? '' : '+'}
        {formatDuration(moment.offsetMs)}
      </span>
    </span>
  );
}
