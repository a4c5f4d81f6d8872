import type { Metadata } from 'next';
import Link from 'next/link';
import { Suspense } from 'react';
import { Card } from '@/app/_components/ui/card';
import { BUTTON, MORE_LINK } from '@/app/_components/ui/controls';
import { Nothing } from '@/app/_components/ui/nothing';
import { PageHeader } from '@/app/_components/ui/page-header';
import { parseScope, type SearchParams } from '@/app/_components/url/scope';
import { mayEdit, requirePageAccess } from '@/app/_queries/access';
import { getAlerts } from '@/app/_queries/alerts';
import { channelKinds } from '@/app/_queries/channels';
import { functionChoices } from '../function-choices';
import { ChannelsTable } from './channels/channels-table';
import { FailingChannels } from './channels/failing-channels';
import { Heartbeats } from './heartbeats';
import { IncidentsTable } from './incidents-table';
import { RulesTable } from './rules-table';

export const metadata: Metadata = { title: 'Alerts' };

export default async function AlertsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const mayChange = mayEdit(await requirePageAccess());
  const scope = parseScope(await searchParams, Date.now());
  const { incidents, rules, channels } = await getAlerts();
  const namesFunctions = rules.some(({ rule }) => rule.filter.functionId !== null);
  const functions = namesFunctions ? await functionChoices(scope) : [];
  const firing = incidents.filter(({ status }) => status === 'firing').length;
  return (
    <>
      <PageHeader title="Alerts" note={firing === 0 ? 'Nothing is firing' : `${firing} firing`}>
        {mayChange && (
          <Link href="/alerts/rules/new" className={BUTTON}>
            New rule
          </Link>
        )}
      </PageHeader>
      <FailingChannels channels={channels} mayChange={mayChange} />
      <Card title="Incidents" flush>
        {incidents.length === 0 ? (
          <Nothing title="No incident yet">
            An incident begins when a rule is crossed, and ends when it recovers.
          </Nothing>
        ) : (
          <IncidentsTable incidents={incidents} />
        )}
      </Card>
      <Card title="Rules" flush>
        {rules.length === 0 ? (
          <Nothing title="No rule yet">
            {mayChange ? (
              <Link href="/alerts/rules/new" className={MORE_LINK}>
                Make one
              </Link>
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
            <Link href="/alerts/channels/new" className={MORE_LINK}>
              New channel
            </Link>
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
