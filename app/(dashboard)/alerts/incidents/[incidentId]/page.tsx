import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { Badge } from '@/app/_components/ui/badge';
import { Card } from '@/app/_components/ui/card';
import { MORE_LINK } from '@/app/_components/ui/controls';
import { Nothing } from '@/app/_components/ui/nothing';
import { PageHeader } from '@/app/_components/ui/page-header';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import { mayEdit, requirePageAccess } from '@/app/_queries/access';
import { getIncidentPage } from '@/app/_queries/incident';
import { nameOfGroup } from '../../describe-rule';
import { Acknowledge } from './acknowledge';
import { Examples } from './examples';
import { IncidentChart } from './incident-chart';
import { IncidentFacts } from './incident-facts';
import { NoteForm } from './note-form';
import { Timeline } from './timeline';

export const metadata: Metadata = { title: 'Incident' };

export default async function IncidentPage({ params }: { params: Promise<{ incidentId: string }> }) {
  const mayChange = mayEdit(await requirePageAccess());
  const found = await getIncidentPage((await params).incidentId);
  if (!found) notFound();
  const { story, rule, range } = found;
  const { incident } = story;
  const isFiring = incident.status === 'firing';
  return (
    <>
      <PageHeader
        title={`${incident.ruleName}: ${nameOfGroup(incident.labels)}`}
        note={
          <span className="inline-flex gap-1">
            <Badge tone={isFiring ? 'bad' : 'good'}>{incident.status}</Badge>
            {incident.acknowledgedAt !== null && <Badge>acknowledged</Badge>}
          </span>
        }
      >
        {mayChange && isFiring && incident.acknowledgedAt === null && (
          <Acknowledge incidentId={incident.id} />
        )}
      </PageHeader>
      <IncidentFacts incident={incident} range={range} isRuleKept={rule !== null} />
      <Card title="Value against the limit">
        {rule === null ? (
          <Nothing title="Not shown">The rule was deleted, so its figure cannot be read again.</Nothing>
        ) : (
          <Suspense fallback={<div className="h-64" />}>
            <IncidentChart incident={incident} rule={rule} range={range} />
          </Suspense>
        )}
      </Card>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card title="Timeline">
          <Timeline story={story} />
        </Card>
        <Card title="Notes">
          {story.notes.length === 0 && <p className="pb-2 text-muted">No note yet.</p>}
          <ul className="flex flex-col gap-3">
            {story.notes.map((note) => (
              <li key={note.id} className="rounded-md border border-line px-3 py-2">
                <p className="text-muted text-tremor-label">{note.author}</p>
                <p className="whitespace-pre-wrap break-words text-body">{note.text}</p>
              </li>
            ))}
          </ul>
          {mayChange && <NoteForm incidentId={incident.id} />}
        </Card>
      </div>
      <Suspense fallback={null}>
        <Examples incident={incident} />
      </Suspense>
      <ScopedLink to="/alerts" className={MORE_LINK}>
        All alerts
      </ScopedLink>
    </>
  );
}
