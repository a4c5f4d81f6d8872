'use client';

import { type SubmitEvent, useState } from 'react';
import { BUTTON, CONTROL } from '../ui/controls';
import { Icon } from '../ui/icons';
import { Popover } from '../ui/popover';
import { isRange } from '../url/scope';
import { useQuery } from '../url/use-query';
import { useZone } from '../zone/zone';
import { ZoneSwitch } from '../zone/zone-switch';
import { editableInstant, PRESETS, rangeLabel, typedInstant } from './range-label';

/** Number of characters that fit in full beside the environments on a phone. */
const LONG_ON_PHONE = 24;

/** The time range of the screen: presets, or two typed instants; and the time zone. */
export function RangePicker() {
  const { scope, change } = useQuery();
  const zone = useZone();
  const label = rangeLabel(scope.from, scope.to, zone, Date.now());
  return (
    <Popover
      label="Time range"
      button={
        <>
          <Icon name="clock" className="size-4 max-sm:hidden" />
          <span
            className={`flex min-w-0 gap-1 tabular-nums ${label.text.length > LONG_ON_PHONE ? 'max-sm:text-tremor-label' : ''}`}
          >
            {/* If not everything fits, the zone is never what is cut. */}
            <span className="truncate">{label.text}</span>
            {label.zone !== '' && <span>{label.zone}</span>}
          </span>
        </>
      }
    >
      {(close) => (
        <div className="flex flex-col gap-3">
          <div className="grid grid-cols-3 gap-1.5">
            {PRESETS.map((preset) => {
              const chosen = scope.from === preset.from && scope.to === 'now';
              return (
                <button
                  key={preset.from}
                  type="button"
                  aria-pressed={chosen}
                  aria-label={preset.label}
                  className={`h-8 rounded-md border ${chosen ? 'border-brand bg-brand-soft font-medium text-brand-strong' : 'border-line hover:bg-hover'}`}
                  onClick={() => {
                    change({ from: preset.from, to: null });
                    close();
                  }}
                >
                  {preset.short}
                </button>
              );
            })}
          </div>
          <CustomRange
            from={scope.from}
            to={scope.to}
            zone={zone}
            apply={(from, to) => {
              change({ from, to });
              close();
            }}
          />
        </div>
      )}
    </Popover>
  );
}

function CustomRange({
  from,
  to,
  zone,
  apply,
}: {
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly apply: (from: string, to: string) => void;
}) {
  const [error, setError] = useState<string | null>(null);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const start = typedInstant(String(fields.get('from')), zone, Date.now());
    const end = typedInstant(String(fields.get('to')), zone, Date.now());
    if (start === null || end === null) setError('Write now-2h, 10:30 or 2026-11-21 10:30');
    else if (!isRange(start, end, Date.now())) setError('From must be before to, by 400 days at most');
    else apply(start, end);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2 border-line border-t pt-3">
      {[
        { name: 'from', label: 'From', value: from },
        { name: 'to', label: 'To', value: to },
      ].map((field) => (
        <label key={field.name} className="flex items-center gap-2">
          <span className="w-10 text-muted">{field.label}</span>
          <input
            name={field.name}
            key={zone}
            defaultValue={editableInstant(field.value, zone)}
            autoComplete="off"
            spellCheck={false}
            className={`${CONTROL} min-w-0 grow tabular-nums`}
          />
        </label>
      ))}
      {error !== null && (
        <p role="alert" className="text-bad">
          {error}
        </p>
      )}
      <div className="flex items-center justify-between gap-2">
        <ZoneSwitch />
        <button type="submit" className={BUTTON}>
          Apply
        </button>
      </div>
    </form>
  );
}
