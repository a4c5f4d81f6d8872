import type { Choice } from '@/app/_components/filters/filters';
import { LINK } from '@/app/_components/ui/controls';
import { Cell, HeaderCell, Row, Table } from '@/app/_components/ui/table';
import { ScopedLink } from '@/app/_components/url/scoped-link';
import type { RuleWithNow } from '@/app/_queries/alerts';
import type { Channel } from '@/core/settings/settings';
import { describeNarrowing, describeRule } from './describe-rule';
import { StateBadge } from './state-badge';

interface RulesTableProps {
  readonly rules: readonly RuleWithNow[];
  readonly channels: readonly Channel[];
  readonly functions: readonly Choice[];
}

/** Alert rules with their condition in words. */
export function RulesTable({ rules, channels, functions }: RulesTableProps) {
  const channelName = (id: string | null) => channels.find((channel) => channel.id === id)?.name ?? 'none';
  const functionName = (id: string) => functions.find(({ value }) => value === id)?.label ?? id;
  return (
    <Table
      label="Rules"
      head={
        <>
          <HeaderCell>State</HeaderCell>
          <HeaderCell>Name</HeaderCell>
          <HeaderCell wideOnly>Fires when</HeaderCell>
          <HeaderCell wideOnly>Severity</HeaderCell>
          <HeaderCell wideOnly>Channel</HeaderCell>
        </>
      }
    >
      {rules.map(({ rule, now }) => {
        const only = describeNarrowing(rule.filter, functionName);
        const condition = (
          <>
            {describeRule(rule)}
            {only !== '' && <span className="block text-muted text-tremor-label">only {only}</span>}
          </>
        );
        return (
          <Row key={rule.id}>
            <Cell>
              <StateBadge standing={now} />
            </Cell>
            <Cell growOnPhone title={rule.name}>
              <ScopedLink
                to={`/alerts/rules/${rule.id}`}
                className={`${LINK} sm:max-xl:inline-block sm:max-xl:min-w-40 sm:max-xl:whitespace-normal`}
              >
                {rule.name}
              </ScopedLink>
              <span className="block whitespace-normal text-muted text-tremor-label sm:hidden">
                {condition}
              </span>
            </Cell>
            <Cell wrap wideOnly>
              {condition}
            </Cell>
            <Cell wideOnly>{rule.severity}</Cell>
            <Cell wideOnly>
              <span
                className="inline-block max-w-40 truncate align-bottom"
                title={channelName(rule.channelId)}
              >
                {channelName(rule.channelId)}
              </span>
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}
