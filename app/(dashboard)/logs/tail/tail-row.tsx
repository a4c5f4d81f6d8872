import { memo } from 'react';
import type { LogView } from '@/core/model/views';
import { severityName } from '../../../_components/telemetry/severity';
import { Time } from '../../../_components/ui/time';

/** In pixels; all rows have it, so that those out of sight need not be drawn. */
export const ROW_HEIGHT = 26;

const INK: Readonly<Record<string, string>> = { warn: 'text-warn', error: 'text-bad', fatal: 'text-bad' };

interface TailRowProps {
  readonly log: LogView;
  /** Its number among all lines, from 1. */
  readonly position: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** One line, cut at its end; choosing it shows it whole. */
export const TailRow = memo(
  function TailRow({ log, position, isChosen, onChoose }: TailRowProps) {
    const level = severityName(log.severity) || log.severityText.toLowerCase();
    return (
      <li aria-posinset={position} aria-setsize={-1}>
        <button
          type="button"
          aria-pressed={isChosen}
          onClick={onChoose}
          style={{ height: ROW_HEIGHT }}
          className={`flex w-full items-center gap-x-3 px-4 text-left text-tremor-label hover:bg-hover focus-visible:outline-offset-[-2px] ${isChosen ? 'bg-brand-soft' : ''}`}
        >
          <span className="shrink-0 text-muted tabular-nums">
            <Time iso={log.time} style="time" />
          </span>
          <span className={`w-10 shrink-0 truncate ${INK[level] ?? 'text-muted'}`}>{level}</span>
          <span className="w-36 shrink-0 truncate text-muted max-md:hidden">
            {log.functionName ?? log.service}
          </span>
          <span className="min-w-0 grow truncate font-mono text-ink [unicode-bidi:isolate]">{log.body}</span>
        </button>
      </li>
    );
  },
  (before, after) =>
    before.log === after.log && before.isChosen === after.isChosen && before.position === after.position,
);
