import type { Metadata } from 'next';
import { PageHeader } from '../../../_components/ui/page-header';
import { requirePageAccess } from '../../../_queries/access';
import { FileOpener } from './file-opener';

export const metadata: Metadata = { title: 'Open a trace file' };

export default async function OpenTracePage() {
  await requirePageAccess();
  return (
    <>
      <PageHeader title="Open a trace file" note="Read in your browser: nothing is sent or stored." />
      <FileOpener />
    </>
  );
}
