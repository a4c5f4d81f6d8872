import Link from 'next/link';
import type { BreakdownView } from '@/core/model/explore-views';
import { formatDuration } from '../../../_components/format/duration';
import { mostPlaces } from '../../../_components/format/money';
import { formatPercent, formatWhole } from '../../../_components/format/number';
import { LINK } from '../../../_components/ui/controls';
import { Money } from '../../../_components/ui/money';
import { Cell, HeaderCell, Row, Table } from '../../../_components/ui/table';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';
import { narrowingOf } from './facet-links';
import { fieldLabel, nameOfGroup } from './fields';
import { restOfGroups } from './rest-of-groups';

/** Invocations by the values of one field or attribute; each group leads to its invocations. */
export function InvocationGroupsTable({
  breakdown,
  isAttribute,
  functions,
  scope,
  params,
}: {
  /** Of one field. */
  readonly breakdown: BreakdownView;
  readonly isAttribute: boolean;
  /** What functions are called, by id. */
  readonly functions: ReadonlyMap<string, string>;
  readonly scope: Scope;
  readonly params: Readonly<Record<string, string | number | boolean>>;
}) {
  const [by] = breakdown.fields;
  if (!by) return null;
  const rest = restOfGroups(breakdown);
  const places = mostPlaces(by.groups.map(({ costUsd }) => costUsd));
  const head = (
    <>
      <HeaderCell>{fieldLabel(by.field)}</HeaderCell>
      <HeaderCell align="right">Invocations</HeaderCell>
      <HeaderCell align="right">Errors</HeaderCell>
      <HeaderCell align="right" wideOnly>
        Cold
      </HeaderCell>
      <HeaderCell align="right" wideOnly>
        p50
      </HeaderCell>
      <HeaderCell align="right">p95</HeaderCell>
      <HeaderCell align="right" wideOnly>
        Cost
      </HeaderCell>
    </>
  );
  return (
    <>
      {!breakdown.complete && (
        <p className="px-4 pt-2 text-faint text-tremor-label">
          Of the newest {formatWhole(breakdown.invocations)} invocations; narrow the range for all of them.
        </p>
      )}
      <Table label={`Invocations by ${fieldLabel(by.field)}`} head={head}>
        {by.groups.map((one) => {
          const narrowing = narrowingOf(by.field, one, isAttribute);
          const label = nameOfGroup(by.field, one, functions);
          const of = (more: Readonly<Record<string, boolean | number | null>>) =>
            narrowing &&
            href('/invocations', scope, { ...params, [narrowing.name]: narrowing.value, ...more });
          return (
            <Row key={one.value ?? ''}>
              <Cell grow title={label}>
                <MaybeLink href={of({})} className={LINK}>
                  {label}
                </MaybeLink>
              </Cell>
              <Cell align="right">{formatWhole(one.invocations)}</Cell>
              <Cell align="right" title={formatPercent(one.errors / one.invocations)}>
                <MaybeLink
                  href={one.errors === 0 ? null : of({ failed: true })}
                  className="font-medium text-bad hover:underline"
                >
                  {formatWhole(one.errors)}
                </MaybeLink>
              </Cell>
              <Cell align="right" wideOnly>
                <MaybeLink
                  href={one.coldStarts === 0 ? null : of({ coldStart: true })}
                  className="hover:underline"
                >
                  {formatWhole(one.coldStarts)}
                </MaybeLink>
              </Cell>
              <Cell align="right" wideOnly>
                <MaybeLink href={of({ minDurationMs: one.durationMs.p50 })} className="hover:underline">
                  {formatDuration(one.durationMs.p50)}
                </MaybeLink>
              </Cell>
              <Cell align="right">
                <MaybeLink href={of({ minDurationMs: one.durationMs.p95 })} className="hover:underline">
                  {formatDuration(one.durationMs.p95)}
                </MaybeLink>
              </Cell>
              <Cell align="right" wideOnly>
                <Money usd={one.costUsd} places={places} />
              </Cell>
            </Row>
          );
        })}
      </Table>
      {rest > 0 && (
        <p className="border-line border-t px-4 py-2 text-muted">
          In no row: {formatWhole(rest)} {rest === 1 ? 'invocation' : 'invocations'} with values that are
          rarer than these {formatWhole(by.groups.length)}.
        </p>
      )}
    </>
  );
}

function MaybeLink({
  href: to,
  className,
  children,
}: {
  readonly href: string | null;
  readonly className: string;
  readonly children: string;
}) {
  if (to === null) return children;
  return (
    <Link prefetch={false} href={to} className={className}>
      {children}
    </Link>
  );
}
