'use client';

import { type MuteWindow, WEEKDAYS } from '@/core/model/alerts/rule';
import { RuleField } from './rule-field';

interface MuteFieldsProps {
  readonly number: number;
  readonly window: MuteWindow;
  readonly onChange: (window: MuteWindow) => void;
  readonly onRemove: () => void;
}

/** One window of the week in which no message goes out. */
export function MuteFields({ number, window, onChange, onRemove }: MuteFieldsProps) {
  const { days } = window;
  return (
    <fieldset className="flex flex-col gap-3 rounded-md border border-line p-3">
      <legend className="px-1 text-muted">Mute window {number + 1}</legend>
      <div className="flex flex-wrap gap-x-3 gap-y-1">
        {WEEKDAYS.map((day) => (
          <label key={day} className="flex min-h-6 items-center gap-1.5 capitalize">
            <input
              type="checkbox"
              checked={days.includes(day)}
              onChange={(event) =>
                onChange({
                  ...window,
                  days: WEEKDAYS.filter((one) => (one === day ? event.target.checked : days.includes(one))),
                })
              }
            />
            {day}
          </label>
        ))}
      </div>
      <div className="grid gap-3 sm:grid-cols-3">
        <RuleField path={`mute.${number}.from`} label="From">
          {(control) => (
            <input
              {...control}
              type="time"
              required
              value={window.from}
              onChange={(event) => onChange({ ...window, from: event.target.value })}
            />
          )}
        </RuleField>
        <RuleField path={`mute.${number}.to`} label="To" help="A time before “from” is on the next day.">
          {(control) => (
            <input
              {...control}
              type="time"
              required
              value={window.to}
              onChange={(event) => onChange({ ...window, to: event.target.value })}
            />
          )}
        </RuleField>
        <RuleField path={`mute.${number}.timeZone`} label="Time zone">
          {(control) => (
            <>
              <input
                {...control}
                list={`${control.id}-zones`}
                value={window.timeZone}
                onChange={(event) => onChange({ ...window, timeZone: event.target.value })}
              />
              <datalist id={`${control.id}-zones`}>
                {Intl.supportedValuesOf('timeZone').map((zone) => (
                  <option key={zone} value={zone} />
                ))}
              </datalist>
            </>
          )}
        </RuleField>
      </div>
      <button
        type="button"
        className="self-start text-bad text-tremor-label hover:underline"
        onClick={onRemove}
      >
        Remove mute window {number + 1}
      </button>
    </fieldset>
  );
}
