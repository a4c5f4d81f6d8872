import type { Metadata } from 'next';
import { Card } from '@/app/_components/ui/card';
import { PageHeader } from '@/app/_components/ui/page-header';
import { requirePageAccess } from '@/app/_queries/access';
import { NEW_RULE } from '../../describe-rule';
import { ruleChoices } from '../../rule-choices';
import { RuleForm } from '../../rule-form';

export const metadata: Metadata = { title: 'New rule' };

export default async function NewRulePage() {
  await requirePageAccess('edit');
  return (
    <>
      <PageHeader title="New rule" />
      <Card>
        <RuleForm ruleId={null} initial={NEW_RULE} {...(await ruleChoices())} />
      </Card>
    </>
  );
}
