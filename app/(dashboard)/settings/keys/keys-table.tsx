import { Badge } from '@/app/_components/ui/badge';
import { BUTTON } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import type { KeyView } from '@/app/_queries/people';

interface KeysTableProps {
  readonly keys: readonly KeyView[];
  readonly nowMs: number;
  readonly busy: boolean;
  readonly onRotate: (id: string) => void;
  readonly onRevoke: (id: string) => void;
}

/** Keys, newest first, recognised by how their secret begins and ends. */
export function KeysTable({ keys, nowMs, busy, onRotate, onRevoke }: KeysTableProps) {
  return (
    <Table
      label="Keys"
      head={
        <>
          <HeaderCell>Name</HeaderCell>
          <HeaderCell>Scope</HeaderCell>
          <HeaderCell wideOnly>Secret</HeaderCell>
          <HeaderCell wideOnly>Environment</HeaderCell>
          <HeaderCell wideOnly>Created</HeaderCell>
          <HeaderCell wideOnly>Last used</HeaderCell>
          <HeaderCell>State</HeaderCell>
          <HeaderCell align="right">
            <span className="sr-only">Actions</span>
          </HeaderCell>
        </>
      }
    >
      {keys.map((key) => (
        <Row key={key.id}>
          <Cell grow title={key.name}>
            {key.name}
          </Cell>
          <Cell>{key.scope}</Cell>
          <Cell wideOnly>
            <code className="font-mono text-tremor-label">
              {key.prefix}…{key.checksum}
            </code>
          </Cell>
          <Cell wideOnly>{key.environment === null ? 'all' : key.environment || '(unnamed)'}</Cell>
          <Cell wideOnly>
            <Time iso={key.createdAt} />
          </Cell>
          <Cell wideOnly>{key.lastUsedAt === null ? 'never' : <Time iso={key.lastUsedAt} />}</Cell>
          <Cell>
            <State view={key} nowMs={nowMs} />
          </Cell>
          <Cell align="right">
            {isValid(key, nowMs) && (
              <span className="inline-flex gap-2">
                <button
                  type="button"
                  disabled={busy}
                  className={BUTTON}
                  title="Creates a new secret; the old one stays valid for a day"
                  onClick={() => onRotate(key.id)}
                >
                  Rotate<span className="sr-only"> {key.name}</span>
                </button>
                <button
                  type="button"
                  disabled={busy}
                  className={`${BUTTON} text-bad`}
                  onClick={() => onRevoke(key.id)}
                >
                  Revoke<span className="sr-only"> {key.name}</span>
                </button>
              </span>
            )}
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function State({ view, nowMs }: { readonly view: KeyView; readonly nowMs: number }) {
  if (view.revokedAt !== null) return <Badge>revoked</Badge>;
  if (!isValid(view, nowMs)) return <Badge>expired</Badge>;
  if (view.expiresAt === null) return <Badge tone="good">valid</Badge>;
  return (
    <>
      <Badge tone="warn">until</Badge> <Time iso={view.expiresAt} />
    </>
  );
}

function isValid({ revokedAt, expiresAt }: KeyView, nowMs: number): boolean {
  return revokedAt === null && (expiresAt === null || Date.parse(expiresAt) > nowMs);
}
