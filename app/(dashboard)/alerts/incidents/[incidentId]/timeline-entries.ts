import type { GroupStatus } from '@/core/model/alerts/decision';
import type { IncidentNotice, IncidentStory, RuleEvent } from '@/core/settings/settings';
import { formatValue } from '../../describe-rule';
import { REASONS } from '../../incident-reasons';

export interface TimelineEntry {
  readonly key: string;
  readonly at: number;
  readonly title: string;
  readonly text: string;
  readonly tone: 'bad' | 'good' | 'warn' | 'plain';
}

const STATUS: Readonly<Record<GroupStatus, Pick<TimelineEntry, 'title' | 'tone'>>> = {
  ok: { title: 'Resolved', tone: 'good' },
  pending: { title: 'Pending', tone: 'warn' },
  firing: { title: 'Firing', tone: 'bad' },
  recovering: { title: 'Recovering', tone: 'warn' },
  nodata: { title: 'No data', tone: 'bad' },
  error: { title: 'Cannot be evaluated', tone: 'bad' },
};

/** Everything that is known of an incident, oldest first; what happened at once in the order of cause and effect. */
export function timelineOf({ incident, events, notices, notes }: IncidentStory): readonly TimelineEntry[] {
  const decided = events.map((event) => ofEvent(event, incident));
  // The history is kept for 30 days, the incident longer.
  const began: TimelineEntry[] = events.some(({ at }) => at === incident.startsAt)
    ? []
    : [{ key: 'began', at: incident.startsAt, title: 'Firing', text: '', tone: 'bad' }];
  const ended: TimelineEntry[] =
    incident.endsAt === null || events.some(({ at }) => at === incident.endsAt)
      ? []
      : [
          {
            key: 'ended',
            at: incident.endsAt,
            title: 'Resolved',
            text: REASONS[incident.reason],
            tone: 'good',
          },
        ];
  const acknowledged: TimelineEntry[] =
    incident.acknowledgedAt === null
      ? []
      : [
          {
            key: 'acknowledged',
            at: incident.acknowledgedAt,
            title: 'Acknowledged',
            text: `by ${incident.acknowledgedBy ?? 'someone'}`,
            tone: 'plain',
          },
        ];
  const written = notes.map(
    ({ id, at, author, text }): TimelineEntry => ({
      key: id,
      at,
      title: `Note by ${author}:`,
      text,
      tone: 'plain',
    }),
  );
  const told = notices.map(ofNotice);
  return [...decided, ...began, ...ended, ...told, ...acknowledged, ...written].sort((a, b) => a.at - b.at);
}

function ofEvent(event: RuleEvent, { unit, endsAt, reason }: IncidentStory['incident']): TimelineEntry {
  const value = event.value === null ? '' : `at ${formatValue(event.value, unit)}`;
  const why = event.at === endsAt ? REASONS[reason] : '';
  const text = [value, why].filter((part) => part !== '').join(', ');
  return { key: event.id, at: event.at, text, ...STATUS[event.status] };
}

const MESSAGES: Readonly<Record<string, string>> = {
  'alert.firing': 'that it fires',
  'alert.no_data': 'that there is no data',
  'alert.error': 'that the rule cannot be evaluated',
  'alert.acknowledged': 'that it was acknowledged',
  'alert.resolved': 'that it is resolved',
  'alert.digest': 'in a digest',
};

function ofNotice(notice: IncidentNotice, index: number): TimelineEntry {
  const name = notice.channelName ?? 'a channel that was deleted';
  const what = MESSAGES[notice.messageKind ?? ''] ?? '';
  const attempt = notice.attempt > 1 ? `, attempt ${notice.attempt}` : '';
  return {
    key: `notice-${index}`,
    at: notice.at,
    title: notice.ok ? `Told ${name}` : `Could not tell ${name}`,
    text: `${what}${attempt}${notice.error === null ? '' : `: ${notice.error}`}`,
    tone: notice.ok ? 'plain' : 'bad',
  };
}
