import Link from 'next/link';
import type { DependencyView } from '@/core/model/map/map-views';
import { formatDuration } from '../format/duration';
import { mostPlaces } from '../format/money';
import { formatCount, formatPercent } from '../format/number';
import { LINK } from '../ui/controls';
import { Money } from '../ui/money';
import { Cell, HeaderCell, Row, Table } from '../ui/table';
import { href } from '../url/href';
import type { Scope } from '../url/scope';
import { KIND_LABELS } from './kind-labels';

/** What functions call, most calls first. `scope` is in whole minutes, so that linked rows add up. */
export function DependenciesTable({
  dependencies,
  scope,
  showFunction,
}: {
  readonly dependencies: readonly DependencyView[];
  readonly scope: Scope;
  readonly showFunction: boolean;
}) {
  const places = mostPlaces(dependencies.map(({ waited }) => waited.costUsd));
  return (
    <Table
      label="Calls to dependencies"
      head={
        <>
          {showFunction && <HeaderCell>Function</HeaderCell>}
          <HeaderCell>{showFunction ? 'Calls' : 'Name'}</HeaderCell>
          <HeaderCell wideOnly>Kind</HeaderCell>
          <HeaderCell align="right">Calls</HeaderCell>
          <HeaderCell align="right">Errors</HeaderCell>
          <HeaderCell align="right" roomyOnly>
            p50
          </HeaderCell>
          <HeaderCell align="right">p95</HeaderCell>
          <HeaderCell align="right" wideOnly title="Invocations that paid to wait for it">
            Waited
          </HeaderCell>
          <HeaderCell align="right" wideOnly title="How long they waited together">
            Wait
          </HeaderCell>
          <HeaderCell align="right" wideOnly title="What waiting for it cost">
            Cost
          </HeaderCell>
        </>
      }
    >
      {dependencies.map((one) => (
        <DependencyRow
          key={`${one.functionId} ${one.kind} ${one.dependency}`}
          one={one}
          scope={scope}
          showFunction={showFunction}
          places={places}
        />
      ))}
    </Table>
  );
}

function DependencyRow({
  one,
  scope,
  showFunction,
  places,
}: {
  readonly one: DependencyView;
  readonly scope: Scope;
  readonly showFunction: boolean;
  /** Decimals of the costs. */
  readonly places: number;
}) {
  const { functionId, functionName, dependency, kind, calls, errors, durationMs, waited } = one;
  /** A figure that links to its invocations; a dependency without a name cannot be filtered by. */
  const leading = (
    filter: 'called' | 'failedCall' | 'dependency',
    count: number,
    of: string,
    look: string = LINK,
  ) =>
    count === 0 || dependency === '' ? (
      formatCount(count)
    ) : (
      <Link
        prefetch={false}
        href={href('/invocations', scope, { functionId, [filter]: dependency })}
        className={look}
      >
        {formatCount(count)} <span className="sr-only">{of}</span>
      </Link>
    );
  return (
    <Row>
      {showFunction && (
        <Cell>
          <Link prefetch={false} href={href(`/functions/${functionId}`, scope)} className={LINK}>
            {functionName}
          </Link>
        </Cell>
      )}
      <Cell grow title={dependency}>
        {dependency || <span className="text-muted">not named, or beyond the first 100</span>}
      </Cell>
      <Cell wideOnly>{KIND_LABELS[kind]}</Cell>
      <Cell align="right">{leading('called', calls, 'calls, of these invocations')}</Cell>
      <Cell align="right">
        {leading('failedCall', errors, 'failed calls, of these invocations', `${LINK} text-bad`)}
        {errors > 0 && <span className="text-bad max-sm:hidden"> ({formatPercent(errors / calls)})</span>}
      </Cell>
      <Cell align="right" roomyOnly>
        {formatDuration(durationMs?.p50 ?? null)}
      </Cell>
      <Cell align="right">{formatDuration(durationMs?.p95 ?? null)}</Cell>
      <Cell align="right" wideOnly>
        {leading('dependency', waited.invocations, 'invocations that waited')}
      </Cell>
      <Cell align="right" wideOnly>
        {formatDuration(waited.durationMs)}
      </Cell>
      <Cell align="right" wideOnly>
        <Money usd={waited.costUsd} places={places} />
      </Cell>
    </Row>
  );
}
