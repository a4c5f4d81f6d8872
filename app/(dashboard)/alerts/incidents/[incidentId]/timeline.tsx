import { Time } from '@/app/_components/ui/time';
import type { IncidentStory } from '@/core/settings/settings';
import { timelineOf } from './timeline-entries';

const TONES = { bad: 'bg-bad', good: 'bg-good', warn: 'bg-warn', plain: 'bg-line-strong' } as const;

/** What happened, oldest first: what the rule decided, who was told, what people did. */
export function Timeline({ story }: { readonly story: IncidentStory }) {
  return (
    <ol className="flex flex-col gap-2">
      {timelineOf(story).map(({ key, at, title, text, tone }) => (
        <li key={key} className="grid grid-cols-[auto_auto_1fr] items-baseline gap-x-2">
          <span aria-hidden="true" className={`size-2 rounded-full ${TONES[tone]}`} />
          <span className="text-muted text-tremor-label">
            <Time iso={new Date(at).toISOString()} />
          </span>
          <span className="min-w-0 break-words text-body">
            <span className="font-medium text-ink">{title}</span>
            {text !== '' && ` ${text}`}
          </span>
        </li>
      ))}
    </ol>
  );
}
