import Link from 'next/link';
import type { Choice } from '@/app/_components/filters/filters';
import { LINK } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import type { RuleWithNow } from '@/app/_queries/alerts';
import type { Channel } from '@/core/settings/settings';
import { describeRule } from './describe-rule';
import { StateBadge } from './state-badge';

interface RulesTableProps {
  readonly rules: readonly RuleWithNow[];
  readonly channels: readonly Channel[];
  readonly functions: readonly Choice[];
}

/** Alert rules with their condition in words. */
export function RulesTable({ rules, channels, functions }: RulesTableProps) {
  const channelName = (id: string | null) => channels.find((channel) => channel.id === id)?.name ?? 'none';
  const functionName = (id: string | null) =>
    id === null ? 'every function' : (functions.find(({ value }) => value === id)?.label ?? id);
  return (
    <Table
      label="Rules"
      head={
        <>
          <HeaderCell>State</HeaderCell>
          <HeaderCell>Name</HeaderCell>
          <HeaderCell>Fires when</HeaderCell>
          <HeaderCell>Function</HeaderCell>
          <HeaderCell>Environment</HeaderCell>
          <HeaderCell>Severity</HeaderCell>
          <HeaderCell>Channel</HeaderCell>
        </>
      }
    >
      {rules.map(({ rule, now }) => (
        <Row key={rule.id}>
          <Cell>
            <StateBadge standing={now} />
          </Cell>
          <Cell grow title={rule.name}>
            <Link href={`/alerts/rules/${rule.id}`} className={LINK}>
              {rule.name}
            </Link>
          </Cell>
          <Cell wrap>{describeRule(rule)}</Cell>
          <Cell>{functionName(rule.filter.functionId)}</Cell>
          <Cell>{rule.filter.environment === null ? 'any' : rule.filter.environment || '(unnamed)'}</Cell>
          <Cell>{rule.severity}</Cell>
          <Cell>{channelName(rule.channelId)}</Cell>
        </Row>
      ))}
    </Table>
  );
}
