'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { Card } from '@/app/_components/ui/card';
import { Refusal } from '@/app/_components/ui/field';
import { Nothing } from '@/app/_components/ui/nothing';
import { PageHeader } from '@/app/_components/ui/page-header';
import { ShownOnce } from '@/app/_components/ui/shown-once';
import type { KeyView } from '@/app/_queries/people';
import { KeysTable } from './keys-table';
import { NewKey } from './new-key';

interface Made {
  readonly key: KeyView;
  readonly secret: string;
}

/** Keys of machines: made, rotated, revoked. */
export function KeysScreen({
  keys,
  environments,
  nowMs,
}: {
  readonly keys: readonly KeyView[];
  readonly environments: readonly string[];
  readonly nowMs: number;
}) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const [made, setMade] = useState<Made | null>(null);
  const make = (path: string, body: unknown) =>
    run(async () => {
      setMade(await changeApi<Made>('POST', path, body));
      router.refresh();
    });
  const revoke = (id: string) =>
    run(async () => {
      await changeApi('DELETE', `/keys/${id}`);
      router.refresh();
    });
  return (
    <>
      <PageHeader title="Keys" note="for functions and tools; people have accounts" />
      <Card title="New key">
        <NewKey environments={environments} busy={busy} onMake={(input) => void make('/keys', input)} />
      </Card>
      <Refusal text={refused} />
      <Card title="All keys" flush>
        {made !== null && (
          <div className="px-4 pb-4">
            <ShownOnce
              title={`The secret of ${made.key.name}`}
              text={made.secret}
              onDone={() => setMade(null)}
            >
              Keep it now: it is not shown again. Send it as Authorization: Bearer.
            </ShownOnce>
          </div>
        )}
        {keys.length === 0 ? (
          <Nothing title="No key yet">Functions on other machines need one of scope ingest.</Nothing>
        ) : (
          <KeysTable
            keys={keys}
            nowMs={nowMs}
            busy={busy}
            onRotate={(id) => void make(`/keys/${id}/rotate`, {})}
            onRevoke={(id) => void revoke(id)}
          />
        )}
      </Card>
    </>
  );
}
