import Link from 'next/link';
import type { VariantView } from '@/core/model/explore-views';
import { formatDuration } from '../../../_components/format/duration';
import { mostPlaces } from '../../../_components/format/money';
import { formatCount, formatMemory, formatPercent, formatWhole } from '../../../_components/format/number';
import { Card } from '../../../_components/ui/card';
import { LINK } from '../../../_components/ui/controls';
import { Money } from '../../../_components/ui/money';
import { Cell, HeaderCell, Row, Table } from '../../../_components/ui/table';
import { Time } from '../../../_components/ui/time';
import { href } from '../../../_components/url/href';
import type { Scope } from '../../../_components/url/scope';
import { costPerThousand } from '../../overview/changed-most';

const UNKNOWN = '(none)';
const SHOWN = 20;

/** Versions and memory sizes side by side, the newest first: what each deployment changed. */
export function VariantsTable({
  variants,
  scope,
  functionId,
}: {
  readonly variants: readonly VariantView[];
  readonly scope: Scope;
  readonly functionId: string;
}) {
  const shown = variants.filter(({ invocations }) => invocations > 0).slice(0, SHOWN);
  if (shown.length === 0) return null;
  const places = mostPlaces(shown.map(costPerThousand));
  const head = (
    <>
      <HeaderCell>Version</HeaderCell>
      <HeaderCell wideOnly>First seen</HeaderCell>
      <HeaderCell align="right" wideOnly>
        Memory
      </HeaderCell>
      <HeaderCell align="right">Inv.</HeaderCell>
      <HeaderCell align="right">Errors</HeaderCell>
      <HeaderCell align="right" wideOnly>
        p50
      </HeaderCell>
      <HeaderCell align="right">p95</HeaderCell>
      <HeaderCell align="right" title="Share of invocations that were cold starts">
        Cold
      </HeaderCell>
      <HeaderCell align="right" wideOnly title="Time that environments took to start">
        Init p95
      </HeaderCell>
      <HeaderCell align="right" wideOnly title="Most memory used, of what was allotted">
        Memory used
      </HeaderCell>
      <HeaderCell align="right" wideOnly title="Cost of 1,000 invocations">
        Per 1,000
      </HeaderCell>
    </>
  );
  return (
    <Card flush title="Versions">
      <Table label="Versions" head={head}>
        {shown.map((one) => (
          <VariantRow
            key={`${one.version}-${one.memoryMb}`}
            one={one}
            scope={scope}
            functionId={functionId}
            places={places}
          />
        ))}
      </Table>
    </Card>
  );
}

function VariantRow({
  one,
  scope,
  functionId,
  places,
}: {
  readonly one: VariantView;
  readonly scope: Scope;
  readonly functionId: string;
  /** Decimals of the costs. */
  readonly places: number;
}) {
  const rows = (more: Readonly<Record<string, boolean | number | null>>) =>
    href('/invocations', scope, {
      functionId,
      version: one.version ?? UNKNOWN,
      memoryMb: one.memoryMb ?? 0,
      ...more,
    });
  return (
    <Row>
      <Cell title={one.version ?? undefined}>
        {one.isOthers ? (
          <span className="text-muted">all others</span>
        ) : (
          <Link
            prefetch={false}
            href={rows({})}
            className={`${LINK} inline-block max-w-48 truncate align-bottom`}
          >
            {one.version ?? 'unknown'}
          </Link>
        )}
      </Cell>
      <Cell wideOnly>
        <Time iso={one.firstSeen} style="minute" />
      </Cell>
      <Cell align="right" wideOnly>
        {formatMemory(one.memoryMb)}
      </Cell>
      <Cell align="right" title={formatWhole(one.invocations)}>
        <Rows to={one.isOthers ? null : rows({})}>{formatCount(one.invocations)}</Rows>
      </Cell>
      <Cell align="right" title={`${formatWhole(one.errors)} failed`}>
        {one.errors > 0 && !one.isOthers ? (
          <Link
            prefetch={false}
            href={rows({ failed: true })}
            className="font-medium text-bad hover:underline"
          >
            {formatPercent(one.errorRate)}
          </Link>
        ) : (
          formatPercent(one.errorRate)
        )}
      </Cell>
      <Cell align="right" wideOnly>
        <Rows to={one.isOthers ? null : rows({ minDurationMs: one.durationMs.p50 })}>
          {formatDuration(one.durationMs.p50)}
        </Rows>
      </Cell>
      <Cell align="right">
        <Rows to={one.isOthers ? null : rows({ minDurationMs: one.durationMs.p95 })}>
          {formatDuration(one.durationMs.p95)}
        </Rows>
      </Cell>
      <Cell align="right" title={`${formatWhole(one.coldStarts)} cold starts`}>
        <Rows to={one.isOthers ? null : rows({ coldStart: true })}>{formatPercent(one.coldStartRate)}</Rows>
      </Cell>
      <Cell align="right" wideOnly>
        {formatDuration(one.initMs.p95)}
      </Cell>
      <Cell align="right" wideOnly>
        {formatPercent(one.memoryShare.max)}
      </Cell>
      <Cell align="right" wideOnly>
        <Money usd={costPerThousand(one)} places={places} />
      </Cell>
    </Row>
  );
}

/** A figure that leads to its rows, where a list can be narrowed to them. */
function Rows({ to, children }: { readonly to: string | null; readonly children: string }) {
  if (to === null) return children;
  return (
    <Link prefetch={false} href={to} className="hover:text-brand-strong hover:underline">
      {children}
    </Link>
  );
}
