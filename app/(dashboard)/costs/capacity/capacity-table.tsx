'use client';

import { useRouter } from 'next/navigation';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { formatCount } from '@/app/_components/format/number';
import { BUTTON } from '@/app/_components/ui/controls';
import { Refusal } from '@/app/_components/ui/field';
import { Nothing } from '@/app/_components/ui/nothing';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import type { CapacityView } from '@/core/model/cost-views';

/** Which instances are kept ready, as people said. */
export function CapacityTable({
  stated,
  mayChange,
}: {
  readonly stated: readonly CapacityView[];
  readonly mayChange: boolean;
}) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const remove = (id: string) =>
    run(async () => {
      await changeApi('DELETE', `/costs/capacity/${id}`);
      router.refresh();
    });
  if (stated.length === 0)
    return (
      <Nothing title="Not known">
        Telemetry does not say which instances are kept ready, so their cost while idle is unknown until you
        enter it here.
      </Nothing>
    );
  return (
    <>
      <div className="px-4">
        <Refusal text={refused} />
      </div>
      <Table
        label="Instances that are kept ready"
        head={
          <>
            <HeaderCell>Function</HeaderCell>
            <HeaderCell align="right">Instances</HeaderCell>
            <HeaderCell>Days</HeaderCell>
            {mayChange && (
              <HeaderCell>
                <span className="sr-only">Actions</span>
              </HeaderCell>
            )}
          </>
        }
      >
        {stated.map(({ id, functionId, functionName, instances, from, to }) => (
          <Row key={id}>
            <Cell grow title={functionName ?? functionId}>
              {functionName ?? functionId}
            </Cell>
            <Cell align="right">{formatCount(instances)}</Cell>
            <Cell>{to === null ? `since ${from}` : `${from} to ${to}`}</Cell>
            {mayChange && (
              <Cell align="right">
                <button type="button" disabled={busy} className={BUTTON} onClick={() => void remove(id)}>
                  Remove<span className="sr-only"> of {functionName ?? functionId}</span>
                </button>
              </Cell>
            )}
          </Row>
        ))}
      </Table>
    </>
  );
}
