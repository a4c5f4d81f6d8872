import type { Metadata } from 'next';
import { Card } from '@/app/_components/ui/card';
import { PageHeader } from '@/app/_components/ui/page-header';
import { requirePageAccess } from '@/app/_queries/access';
import { deletionsIfAny } from '@/app/_queries/deletions';
import { getRedaction } from '@/app/_queries/redaction';
import { DeletionForm } from './deletion-form';
import { DeletionsTable } from './deletions-table';
import { DetectorsTable } from './detectors-table';
import { RuleForm } from './rule-form';
import { RulesTable } from './rules-table';

export const metadata: Metadata = { title: 'Privacy' };

export default async function PrivacyPage() {
  const mayChange = (await requirePageAccess()) === 'admin';
  const [{ detectors, rules, counts }, deletions] = await Promise.all([
    getRedaction(),
    mayChange ? deletionsIfAny() : null,
  ]);
  return (
    <>
      <PageHeader title="Privacy" note="Secrets are taken out of telemetry before anything is stored" />
      <Card title="What is looked for" flush>
        <DetectorsTable detectors={detectors} counts={counts} mayChange={mayChange} />
      </Card>
      {rules.length > 0 && (
        <Card title="Own rules" flush>
          <RulesTable rules={rules} counts={counts} mayChange={mayChange} />
        </Card>
      )}
      <Card title={mayChange ? 'Try it, and add a rule' : 'Try it'}>
        <RuleForm mayChange={mayChange} />
      </Card>
      {deletions !== null && (
        <Card title="Delete telemetry">
          <DeletionForm />
        </Card>
      )}
      {deletions !== null && deletions.length > 0 && (
        <Card title="Deletions" flush>
          <DeletionsTable deletions={deletions} />
        </Card>
      )}
    </>
  );
}
