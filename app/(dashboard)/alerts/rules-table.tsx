import Link from 'next/link';
import type { Choice } from '@/app/_components/filters/filters';
import { Badge } from '@/app/_components/ui/badge';
import { LINK } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import type { Channel, Rule } from '@/core/settings/settings';
import { describeRule } from './describe-rule';

interface RulesTableProps {
  readonly rules: readonly Rule[];
  readonly channels: readonly Channel[];
  readonly functions: readonly Choice[];
  /** Ids of the rules with an open incident. */
  readonly firing: ReadonlySet<string>;
  /** Names lead to the rules' forms, which are for admins. */
  readonly mayChange: boolean;
}

/** Alert rules with their condition in words. */
export function RulesTable({ rules, channels, functions, firing, mayChange }: RulesTableProps) {
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
      {rules.map((rule) => (
        <Row key={rule.id}>
          <Cell>
            <RuleState enabled={rule.enabled} firing={firing.has(rule.id)} />
          </Cell>
          <Cell grow title={rule.name}>
            {mayChange ? (
              <Link href={`/alerts/rules/${rule.id}`} className={LINK}>
                {rule.name}
              </Link>
            ) : (
              rule.name
            )}
          </Cell>
          <Cell>{describeRule(rule)}</Cell>
          <Cell>{functionName(rule.filter.functionId)}</Cell>
          <Cell>{rule.filter.environment === null ? 'any' : rule.filter.environment || '(unnamed)'}</Cell>
          <Cell>{rule.severity}</Cell>
          <Cell>{channelName(rule.channelId)}</Cell>
        </Row>
      ))}
    </Table>
  );
}

function RuleState({ enabled, firing }: { readonly enabled: boolean; readonly firing: boolean }) {
  if (!enabled) return <Badge>paused</Badge>;
  return firing ? <Badge tone="bad">firing</Badge> : <Badge tone="good">ok</Badge>;
}
