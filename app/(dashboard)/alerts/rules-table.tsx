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
          <HeaderCell wideOnly>Fires when</HeaderCell>
          <HeaderCell wideOnly>Function</HeaderCell>
          <HeaderCell wideOnly>Environment</HeaderCell>
          <HeaderCell wideOnly>Severity</HeaderCell>
          <HeaderCell wideOnly>Channel</HeaderCell>
        </>
      }
    >
      {rules.map(({ rule, now }) => (
        <Row key={rule.id}>
          <Cell>
            <StateBadge standing={now} />
          </Cell>
          <Cell growOnPhone title={rule.name}>
            <Link href={`/alerts/rules/${rule.id}`} className={LINK}>
              {rule.name}
            </Link>
            <span className="block whitespace-normal text-muted text-tremor-label sm:hidden">
              {describeRule(rule)}
            </span>
          </Cell>
          <Cell wrap wideOnly>
            {describeRule(rule)}
          </Cell>
          <Cell wideOnly>{functionName(rule.filter.functionId)}</Cell>
          <Cell wideOnly>
            {rule.filter.environment === null ? 'any' : rule.filter.environment || '(unnamed)'}
          </Cell>
          <Cell wideOnly>{rule.severity}</Cell>
          <Cell wideOnly>{channelName(rule.channelId)}</Cell>
        </Row>
      ))}
    </Table>
  );
}
