import { Badge, type Tone } from '@/app/_components/ui/badge';
import type { GroupStatus } from '@/core/model/alerts/decision';
import type { RuleNow } from '@/core/model/alerts/rule-now';

const LOOKS: Readonly<Record<GroupStatus, { readonly tone: Tone; readonly text: string }>> = {
  ok: { tone: 'good', text: 'ok' },
  pending: { tone: 'warn', text: 'pending' },
  firing: { tone: 'bad', text: 'firing' },
  recovering: { tone: 'warn', text: 'recovering' },
  nodata: { tone: 'bad', text: 'no data' },
  error: { tone: 'bad', text: 'cannot be evaluated' },
};

/** Where one group stands. */
export function StatusBadge({ status }: { readonly status: GroupStatus }) {
  const { tone, text } = LOOKS[status];
  return <Badge tone={tone}>{text}</Badge>;
}

/** Where a rule stands: the worst of its groups, how many stand there, and whether it says anything. */
export function StateBadge({ standing }: { readonly standing: RuleNow }) {
  if (standing.status === 'paused') return <Badge>paused</Badge>;
  const { tone, text } = LOOKS[standing.status];
  const { groups, quiet } = standing;
  return (
    <span className="inline-flex gap-1">
      <Badge tone={tone}>{groups > 1 ? `${text} · ${groups}` : text}</Badge>
      {quiet !== null && <Badge>{quiet}</Badge>}
    </span>
  );
}
