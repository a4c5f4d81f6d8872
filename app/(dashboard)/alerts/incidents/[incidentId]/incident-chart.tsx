import { getIncidentChart } from '@/app/_queries/incident';
import { isoTime } from '@/app/_queries/views/time';
import type { TimeRange } from '@/core/model/time-range';
import type { Incident, Rule } from '@/core/settings/settings';
import { RuleChart } from '../../rule-chart';

/** The figure of the incident's group against the limit, from before it began; shaded while it lasted. */
export async function IncidentChart({
  incident,
  rule,
  range,
}: {
  readonly incident: Incident;
  readonly rule: Rule;
  readonly range: TimeRange;
}) {
  const chart = await getIncidentChart(incident, rule, range);
  if ('refused' in chart) return <p className="py-8 text-center text-muted">{chart.refused}</p>;
  const { condition, figure } = rule;
  const { series, to } = chart;
  const { groupKey, startsAt, endsAt } = incident;
  // The incident's own: asked of the past, the rule may have fired before it was made.
  const episodes = [
    { groupKey, startsAt: isoTime(startsAt), endsAt: endsAt === null ? null : isoTime(endsAt) },
  ];
  return <RuleChart rule={{ condition, figure }} backtest={{ series, episodes, to }} only={groupKey} />;
}
