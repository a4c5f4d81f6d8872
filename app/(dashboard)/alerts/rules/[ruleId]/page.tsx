import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { Card } from '@/app/_components/ui/card';
import { BUTTON } from '@/app/_components/ui/controls';
import { Nothing } from '@/app/_components/ui/nothing';
import { PageHeader } from '@/app/_components/ui/page-header';
import { TableSkeleton } from '@/app/_components/ui/skeleton';
import { one, parseScope, type SearchParams } from '@/app/_components/url/scope';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import { mayEdit, requirePageAccess } from '@/app/_queries/access';
import { getRulePage } from '@/app/_queries/alerts';
import { functionChoices } from '../../../function-choices';
import { describeRule } from '../../describe-rule';
import { IncidentsTable } from '../../incidents-table';
import { StateBadge } from '../../state-badge';
import { Evaluations } from './evaluations';
import { EventsTable } from './events-table';
import { RuleFacts } from './rule-facts';

export const metadata: Metadata = { title: 'Rule' };

interface RulePageProps {
  params: Promise<{ ruleId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function RulePage({ params, searchParams }: RulePageProps) {
  const mayChange = mayEdit(await requirePageAccess());
  const given = await searchParams;
  const found = await getRulePage((await params).ruleId);
  if (!found) notFound();
  const { rule, standing, incidents, events, channelName } = found;
  const functions =
    rule.filter.functionId === null ? [] : await functionChoices(parseScope(given, Date.now()));
  return (
    <>
      <PageHeader title={rule.name} note={<StateBadge standing={standing} />}>
        {mayChange && (
          <ScopedLink to={`/alerts/rules/${rule.id}/edit`} className={BUTTON}>
            Edit rule
          </ScopedLink>
        )}
      </PageHeader>
      <p className="break-words text-muted">Fires when: {describeRule(rule)}.</p>
      <RuleFacts
        rule={rule}
        channelName={channelName}
        functionName={(id) => functions.find(({ value }) => value === id)?.label ?? id}
      />
      <Suspense fallback={<TableSkeleton />}>
        <Evaluations rule={rule} group={one(given, 'group')} />
      </Suspense>
      <Card title="Incidents" flush>
        {incidents.length === 0 ? (
          <Nothing title="No incident yet">This rule has not fired.</Nothing>
        ) : (
          <IncidentsTable incidents={incidents} />
        )}
      </Card>
      <Card title="Changes of state" flush>
        {events.length === 0 ? (
          <Nothing title="Nothing has changed yet">
            Whenever a group becomes pending, fires or recovers, it is noted here with its reason.
          </Nothing>
        ) : (
          <EventsTable events={events} rule={rule} />
        )}
      </Card>
    </>
  );
}
