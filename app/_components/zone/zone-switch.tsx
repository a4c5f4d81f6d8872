'use client';

import { useZoneChoice } from './zone';
import { showUtc } from './zone-store';

/** Local time or UTC, for every time that is shown and typed; hidden where they are the same. */
export function ZoneSwitch() {
  const { utc, local } = useZoneChoice();
  if (local === 'UTC') return <p className="text-muted text-tremor-label">Times in UTC</p>;
  return (
    <fieldset className="flex min-w-0 overflow-hidden rounded-md border border-line">
      <legend className="sr-only">Time zone</legend>
      {[
        {
          label: local.split('/').at(-1)?.replaceAll('_', ' ') ?? local,
          title: `Local time: ${local.replaceAll('_', ' ')}`,
          on: !utc,
        },
        { label: 'UTC', title: 'Coordinated universal time', on: utc },
      ].map(({ label, title, on }, index) => (
        <button
          key={title}
          type="button"
          title={title}
          aria-label={title}
          aria-pressed={on}
          className={`h-8 min-w-0 truncate px-2 text-tremor-label ${index === 1 ? 'shrink-0 border-line border-l' : ''} ${on ? 'bg-brand-soft font-medium text-brand-strong' : 'hover:bg-hover'}`}
          onClick={() => showUtc(index === 1)}
        >
          {label}
        </button>
      ))}
    </fieldset>
  );
}
