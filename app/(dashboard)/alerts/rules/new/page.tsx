import type { Metadata } from 'next';
import { PageHeader } from '@/app/_components/ui/page-header';
import { hexId, type SearchParams } from '@/app/_components/url/scope';
import { requirePageAccess } from '@/app/_queries/access';
import { prepareBacktest } from '@/app/_queries/backtest';
import { getHeartbeat } from '@/app/_queries/heartbeats';
import { NEW_RULE } from '../../describe-rule';
import { ruleChoices } from '../../editor/rule-choices';
import { RuleForm } from '../../editor/rule-form';

export const metadata: Metadata = { title: 'New rule' };

export default async function NewRulePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  await requirePageAccess('edit');
  await prepareBacktest();
  const heartbeatOf = hexId(await searchParams, 'heartbeatOf', 16);
  const heartbeat = heartbeatOf === undefined ? null : await getHeartbeat(heartbeatOf);
  return (
    <>
      <PageHeader title="New rule" />
      <RuleForm ruleId={null} initial={heartbeat?.rule ?? NEW_RULE} {...(await ruleChoices(null))} />
    </>
  );
}
