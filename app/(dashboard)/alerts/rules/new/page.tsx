import type { Metadata } from 'next';
import { PageHeader } from '@/app/_components/ui/page-header';
import { requirePageAccess } from '@/app/_queries/access';
import { NEW_RULE } from '../../describe-rule';
import { ruleChoices } from '../../editor/rule-choices';
import { RuleForm } from '../../editor/rule-form';

export const metadata: Metadata = { title: 'New rule' };

export default async function NewRulePage() {
  await requirePageAccess('edit');
  return (
    <>
      <PageHeader title="New rule" />
      <RuleForm ruleId={null} initial={NEW_RULE} {...(await ruleChoices(null))} />
    </>
  );
}
