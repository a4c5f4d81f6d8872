import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import type { DeletionView } from '@/app/_queries/views/deletion';

const STATES = { waiting: 'being deleted', purging: 'being wiped from the disk', done: 'gone' } as const;

/** What was asked to be deleted, newest first. */
export function DeletionsTable({ deletions }: { readonly deletions: readonly DeletionView[] }) {
  return (
    <Table
      label="Deletions"
      head={
        <>
          <HeaderCell>Asked</HeaderCell>
          <HeaderCell>For</HeaderCell>
          <HeaderCell align="right">Traces</HeaderCell>
          <HeaderCell align="right" wideOnly title="Those without a trace">
            Log lines
          </HeaderCell>
          <HeaderCell>State</HeaderCell>
        </>
      }
    >
      {deletions.map(({ id, requestedAt, about, traces, looseLogs, state }) => (
        <Row key={id}>
          <Cell>
            <Time iso={requestedAt} />
          </Cell>
          <Cell grow title={about}>
            {about}
          </Cell>
          <Cell align="right">{traces.toLocaleString('en-US')}</Cell>
          <Cell align="right" wideOnly>
            {looseLogs.toLocaleString('en-US')}
          </Cell>
          <Cell>{STATES[state]}</Cell>
        </Row>
      ))}
    </Table>
  );
}
