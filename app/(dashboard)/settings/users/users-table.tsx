import { Badge } from '@/app/_components/ui/badge';
import { BUTTON, CONTROL } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { Time } from '@/app/_components/ui/time';
import type { UserView } from '@/app/_queries/people';

interface UsersTableProps {
  readonly users: readonly (UserView & { readonly sessions: number })[];
  readonly busy: boolean;
  readonly onChange: (id: string, input: object) => void;
  readonly onLink: (user: UserView) => void;
}

const TONES = { active: 'good', invited: 'warn', disabled: 'neutral' } as const;

/** Users by address. */
export function UsersTable({ users, busy, onChange, onLink }: UsersTableProps) {
  return (
    <Table
      label="Users"
      head={
        <>
          <HeaderCell>Address</HeaderCell>
          <HeaderCell>Role</HeaderCell>
          <HeaderCell wideOnly>Environment</HeaderCell>
          <HeaderCell wideOnly>Last signed in</HeaderCell>
          <HeaderCell wideOnly align="right">
            Sessions
          </HeaderCell>
          <HeaderCell wideOnly>State</HeaderCell>
          <HeaderCell align="right">
            <span className="sr-only">Actions</span>
          </HeaderCell>
        </>
      }
    >
      {users.map((user) => (
        <Row key={user.id}>
          <Cell grow title={`${user.name}, ${user.email}`}>
            {user.email}
          </Cell>
          <Cell>
            <select
              aria-label={`Role of ${user.email}`}
              value={user.role}
              disabled={busy}
              className={CONTROL}
              onChange={(event) => onChange(user.id, { role: event.target.value })}
            >
              <option value="viewer">viewer</option>
              <option value="editor">editor</option>
              <option value="admin">admin</option>
            </select>
          </Cell>
          <Cell wideOnly>{user.environment === null ? 'all' : user.environment || '(unnamed)'}</Cell>
          <Cell wideOnly>{user.lastSignInAt === null ? 'never' : <Time iso={user.lastSignInAt} />}</Cell>
          <Cell wideOnly align="right">
            {user.sessions}
          </Cell>
          <Cell wideOnly>
            <Badge tone={TONES[user.state]}>{user.state}</Badge>
          </Cell>
          <Cell align="right">
            <span className="inline-flex gap-2 max-sm:flex-col">
              {user.state !== 'disabled' && (
                <button type="button" disabled={busy} className={BUTTON} onClick={() => onLink(user)}>
                  New link<span className="sr-only"> for {user.email}</span>
                </button>
              )}
              <button
                type="button"
                disabled={busy}
                className={`${BUTTON} ${user.state === 'disabled' ? '' : 'text-bad'}`}
                onClick={() => onChange(user.id, { disabled: user.state !== 'disabled' })}
              >
                {user.state === 'disabled' ? 'Enable' : 'Disable'}
                <span className="sr-only"> {user.email}</span>
              </button>
            </span>
          </Cell>
        </Row>
      ))}
    </Table>
  );
}
