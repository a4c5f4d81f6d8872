import { InvocationsTable } from '@/app/_components/invocations/invocations-table';
import { Card } from '@/app/_components/ui/card';
import { parseScope } from '@/app/_components/url/scope';
import { getIncidentExamples } from '@/app/_queries/incident';
import type { Incident } from '@/core/settings/settings';

/** Invocations of the time of the incident that show what it is about; each leads to its trace. */
export async function Examples({ incident }: { readonly incident: Incident }) {
  const examples = await getIncidentExamples(incident);
  if (examples.length === 0) return null;
  return (
    <Card title="Examples" flush>
      <InvocationsTable
        label="Examples"
        invocations={examples}
        scope={parseScope({}, Date.now())}
        showFunction={incident.functionId === null}
      />
    </Card>
  );
}
