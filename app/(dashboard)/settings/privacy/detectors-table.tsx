'use client';

import { useRouter } from 'next/navigation';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { Badge } from '@/app/_components/ui/badge';
import { BUTTON } from '@/app/_components/ui/controls';
import { Refusal } from '@/app/_components/ui/field';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';

interface DetectorsTableProps {
  readonly detectors: readonly { readonly id: string; readonly title: string; readonly enabled: boolean }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly mayChange: boolean;
}

/** The built-in detectors, with a switch for admins. */
export function DetectorsTable({ detectors, counts, mayChange }: DetectorsTableProps) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const turn = (id: string, enabled: boolean) =>
    run(async () => {
      await changeApi('PUT', `/privacy/redaction/detectors/${id}`, { enabled });
      router.refresh();
    });
  return (
    <>
      <Refusal text={refused} />
      <Table
        label="Detectors"
        head={
          <>
            <HeaderCell>State</HeaderCell>
            <HeaderCell>Looks for</HeaderCell>
            <HeaderCell align="right" title="Values in which it was found">
              Found, 30 days
            </HeaderCell>
            {mayChange && (
              <HeaderCell align="right">
                <span className="sr-only">Change</span>
              </HeaderCell>
            )}
          </>
        }
      >
        {detectors.map(({ id, title, enabled }) => (
          <Row key={id}>
            <Cell>
              <Badge tone={enabled ? 'good' : 'warn'}>{enabled ? 'on' : 'off'}</Badge>
            </Cell>
            <Cell>
              <span className="block min-w-24 whitespace-normal [overflow-wrap:anywhere]">{title}</span>
            </Cell>
            <Cell align="right">{(counts[id] ?? 0).toLocaleString('en-US')}</Cell>
            {mayChange && (
              <Cell align="right">
                <button
                  type="button"
                  disabled={busy}
                  aria-label={`Turn ${id} ${enabled ? 'off' : 'on'}`}
                  className={BUTTON}
                  onClick={() => turn(id, !enabled)}
                >
                  {enabled ? 'Turn off' : 'Turn on'}
                </button>
              </Cell>
            )}
          </Row>
        ))}
      </Table>
    </>
  );
}
