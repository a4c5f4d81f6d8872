'use client';

import type { Choice } from '@/app/_components/filters/filters';
import { instantOfWall, wallTime } from '@/app/_components/format/wall-time';
import { BUTTON, CONTROL } from '@/app/_components/ui/controls';
import { useZone } from '@/app/_components/zone/zone';
import { WEEKDAYS } from '@/core/model/alerts/rule';
import type { RuleInput } from '@/core/settings/settings';
import { MuteFields } from './mute-fields';
import { RuleField } from './rule-field';
import { RulesField } from './rules-field';

const HOUR_MS = 3_600_000;
const SNOOZES = [
  { label: '1 hour', ms: HOUR_MS },
  { label: '8 hours', ms: 8 * HOUR_MS },
  { label: '1 day', ms: 24 * HOUR_MS },
  { label: '1 week', ms: 168 * HOUR_MS },
];

/** When no message goes out, though the rule goes on: snoozed, in windows of the week, while another rule fires. */
export function QuietFields({
  rule,
  otherRules,
  onChange,
}: {
  readonly rule: RuleInput;
  readonly otherRules: readonly Choice[];
  readonly onChange: (change: Partial<RuleInput>) => void;
}) {
  const zone = useZone();
  const snoozed =
    rule.snoozedUntil === null ? '' : wallTime(Date.parse(rule.snoozedUntil), zone).slice(0, 16);
  const instantOf = (typed: string) => {
    const ms = instantOfWall(typed, zone);
    return ms === null ? null : new Date(ms).toISOString();
  };
  return (
    <>
      <div className="flex flex-col gap-2 sm:col-span-2">
        <RuleField
          path="snoozedUntil"
          label="Snoozed until"
          help={`In ${zone.replaceAll('_', ' ')} time. What still fires at that time is sent then. Empty: not snoozed.`}
        >
          {(control) => (
            <input
              {...control}
              type="datetime-local"
              className={`${CONTROL} max-w-56`}
              value={snoozed}
              onChange={(event) => onChange({ snoozedUntil: instantOf(event.target.value) })}
            />
          )}
        </RuleField>
        <div className="flex flex-wrap gap-2">
          {SNOOZES.map(({ label, ms }) => (
            <button
              key={label}
              type="button"
              className={BUTTON}
              onClick={() => onChange({ snoozedUntil: new Date(Date.now() + ms).toISOString() })}
            >
              {label}
            </button>
          ))}
          {rule.snoozedUntil !== null && (
            <button type="button" className={BUTTON} onClick={() => onChange({ snoozedUntil: null })}>
              Wake up
            </button>
          )}
        </div>
      </div>
      <div className="flex flex-col gap-3 sm:col-span-2">
        {rule.mute
          .map((window, place) => ({ window, index: place }))
          .map(({ window, index }) => (
            <MuteFields
              key={index}
              number={index}
              window={window}
              onChange={(next) =>
                onChange({ mute: rule.mute.map((one, position) => (position === index ? next : one)) })
              }
              onRemove={() => onChange({ mute: rule.mute.filter((_, position) => position !== index) })}
            />
          ))}
        <button
          type="button"
          className={`${BUTTON} self-start`}
          onClick={() =>
            onChange({
              mute: [
                ...rule.mute,
                {
                  days: [...WEEKDAYS],
                  from: '22:00',
                  to: '06:00',
                  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
                },
              ],
            })
          }
        >
          Add mute window
        </button>
      </div>
      <RulesField
        path="dependsOn"
        label="Stays silent while one of these fires"
        help="For rules that explain this one: a function fails because something it depends on does."
        choices={otherRules}
        value={rule.dependsOn}
        onChange={(dependsOn) => onChange({ dependsOn })}
      />
    </>
  );
}
