'use client';

import { useRouter } from 'next/navigation';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { Badge } from '@/app/_components/ui/badge';
import { BUTTON } from '@/app/_components/ui/controls';
import { Refusal } from '@/app/_components/ui/field';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import type { SessionView } from '@/app/_queries/people';
import { deviceName } from './device-name';

/** Browsers that are signed in; every one but this can be signed out. */
export function SessionsTable({ sessions }: { readonly sessions: readonly SessionView[] }) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const end = (id: string) =>
    void run(async () => {
      await changeApi('DELETE', `/sessions/${id}`);
      router.refresh();
    });
  return (
    <>
      <Table
        label="Sessions"
        head={
          <>
            <HeaderCell>Browser</HeaderCell>
            <HeaderCell wideOnly>From</HeaderCell>
            <HeaderCell wideOnly>Since</HeaderCell>
            <HeaderCell>Last used</HeaderCell>
            <HeaderCell align="right">
              <span className="sr-only">Actions</span>
            </HeaderCell>
          </>
        }
      >
        {sessions.map(({ id, device, address, createdAt, lastUsedAt, current }) => (
          <Row key={id}>
            <Cell grow title={device}>
              {deviceName(device)}
            </Cell>
            <Cell wideOnly>{address || 'unknown'}</Cell>
            <Cell wideOnly>
              <Time iso={createdAt} />
            </Cell>
            <Cell>
              <Time iso={lastUsedAt} />
            </Cell>
            <Cell align="right">
              {current ? (
                <Badge tone="brand">this one</Badge>
              ) : (
                <button type="button" disabled={busy} className={BUTTON} onClick={() => end(id)}>
                  Sign out
                </button>
              )}
            </Cell>
          </Row>
        ))}
      </Table>
      <Refusal text={refused} />
    </>
  );
}
