import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { PageHeader } from '@/app/_components/ui/page-header';
import { requirePageAccess } from '@/app/_queries/access';
import { getRule } from '@/app/_queries/alerts';
import { prepareBacktest } from '@/app/_queries/backtest';
import { ruleChoices } from '../../../editor/rule-choices';
import { RuleForm } from '../../../editor/rule-form';

export const metadata: Metadata = { title: 'Edit rule' };

export default async function EditRulePage({ params }: { params: Promise<{ ruleId: string }> }) {
  await requirePageAccess('edit');
  await prepareBacktest();
  const found = await getRule((await params).ruleId);
  if (!found) notFound();
  const { id, createdAt: _createdAt, updatedAt: _updatedAt, ...initial } = found;
  return (
    <>
      <PageHeader title={found.name} />
      <RuleForm ruleId={id} initial={initial} {...(await ruleChoices(id))} />
    </>
  );
}
