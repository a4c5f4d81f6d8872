'use client';

import { useRouter } from 'next/navigation';
import { changeApi } from '@/app/_components/changes/change-api';
import { useChange } from '@/app/_components/changes/use-change';
import { BUTTON } from '@/app/_components/ui/controls';
import { Refusal } from '@/app/_components/ui/field';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';

interface RulesTableProps {
  readonly rules: readonly {
    readonly id: string;
    readonly name: string;
    readonly kind: 'key' | 'pattern';
    readonly match: string;
  }[];
  readonly counts: Readonly<Record<string, number>>;
  readonly mayChange: boolean;
}

/** The rules that users added. */
export function RulesTable({ rules, counts, mayChange }: RulesTableProps) {
  const router = useRouter();
  const { busy, refused, run } = useChange();
  const remove = (id: string) =>
    run(async () => {
      await changeApi('DELETE', `/privacy/redaction/rules/${id}`);
      router.refresh();
    });
  return (
    <>
      <Refusal text={refused} />
      <Table
        label="Own rules"
        head={
          <>
            <HeaderCell>Name</HeaderCell>
            <HeaderCell wideOnly>Looks at</HeaderCell>
            <HeaderCell>For</HeaderCell>
            <HeaderCell align="right" title="Values in which it was found">
              30 days
            </HeaderCell>
            {mayChange && (
              <HeaderCell align="right">
                <span className="sr-only">Change</span>
              </HeaderCell>
            )}
          </>
        }
      >
        {rules.map(({ id, name, kind, match }) => (
          <Row key={id}>
            <Cell>{name}</Cell>
            <Cell wideOnly>{kind === 'key' ? 'attribute keys' : 'texts'}</Cell>
            <Cell grow title={match}>
              <code className="text-tremor-label">{match}</code>
            </Cell>
            <Cell align="right">{(counts[name] ?? 0).toLocaleString('en-US')}</Cell>
            {mayChange && (
              <Cell align="right">
                <button
                  type="button"
                  disabled={busy}
                  aria-label={`Delete the rule ${name}`}
                  className={`${BUTTON} text-bad`}
                  onClick={() => remove(id)}
                >
                  Delete
                </button>
              </Cell>
            )}
          </Row>
        ))}
      </Table>
    </>
  );
}
