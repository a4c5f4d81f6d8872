import type { Metadata } from 'next';
import { Suspense } from 'react';
import { Card } from '@/app/_components/ui/card';
import { BUTTON, MORE_LINK } from '@/app/_components/ui/controls';
import { Nothing } from '@/app/_components/ui/nothing';
import { PageHeader } from '@/app/_components/ui/page-header';
import { Pager } from '@/app/_components/ui/pager';
import { href } from '@/app/_components/url/href';
import { parseScope, type SearchParams, text } from '@/app/_components/url/scope';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import { mayEdit, requirePageAccess } from '@/app/_queries/access';
import { getAlerts } from '@/app/_queries/alerts';
import { channelKinds } from '@/app/_queries/channels';
import type { IncidentsPage } from '@/app/_queries/incidents';
import { functionChoices } from '../function-choices';
import { pageOrFirst } from '../page-or-first';
import { ChannelsTable } from './channels/channels-table';
import { FailingChannels } from './channels/failing-channels';
import { Heartbeats } from './heartbeats';
import { IncidentsTable } from './incidents-table';
import { RulesTable } from './rules-table';

export const metadata: Metadata = { title: 'Alerts' };

export default async function AlertsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const mayChange = mayEdit(await requirePageAccess());
  const params = await searchParams;
  const scope = parseScope(params, Date.now());
  const {
    page: { incidents, rules, channels },
    later,
  } = await pageOrFirst(text(params, 'cursor'), getAlerts);
  const namesFunctions = rules.some(({ rule }) => rule.filter.functionId !== null);
  const functions = namesFunctions ? await functionChoices(scope) : [];
  return (
    <>
      <PageHeader title="Alerts" note={firingText(incidents)}>
        {mayChange && (
          <ScopedLink to="/alerts/rules/new" className={BUTTON}>
            New rule
          </ScopedLink>
        )}
      </PageHeader>
      <FailingChannels channels={channels} mayChange={mayChange} />
      <Card title="Incidents" flush>
        {incidents.items.length === 0 ? (
          <Nothing title="No incident yet">
            An incident begins when a rule is crossed, and ends when it recovers.
          </Nothing>
        ) : (
          <IncidentsTable incidents={incidents.items} />
        )}
        <Pager
          first={later ? href('/alerts', scope) : null}
          next={
            incidents.nextCursor === null ? null : href('/alerts', scope, { cursor: incidents.nextCursor })
          }
        />
      </Card>
      <Card title="Rules" flush>
        {rules.length === 0 ? (
          <Nothing title="No rule yet">
            {mayChange ? (
              <ScopedLink to="/alerts/rules/new" className={MORE_LINK}>
                Make one
              </ScopedLink>
            ) : (
              'An editor makes one'
            )}{' '}
            to be told when a function fails too often.
          </Nothing>
        ) : (
          <RulesTable rules={rules} channels={channels} functions={functions} />
        )}
      </Card>
      <Card
        title="Channels"
        flush
        aside={
          mayChange && (
            <ScopedLink to="/alerts/channels/new" className={MORE_LINK}>
              New channel
            </ScopedLink>
          )
        }
      >
        {channels.length === 0 ? (
          <Nothing title="No channel yet">
            A channel is told when an incident begins or ends: a chat, a mail, a pager, a webhook.
          </Nothing>
        ) : (
          <ChannelsTable channels={channels} kinds={channelKinds()} mayChange={mayChange} />
        )}
      </Card>
      {mayChange && (
        <Suspense fallback={null}>
          <Heartbeats {...(scope.environment === undefined ? {} : { environment: scope.environment })} />
        </Suspense>
      )}
    </>
  );
}

function firingText({ active, areAllActive }: IncidentsPage): string {
  if (active === 0) return 'Nothing is firing';
  return `${active}${areAllActive ? '' : ' or more'} firing`;
}
