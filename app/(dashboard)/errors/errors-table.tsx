import Link from 'next/link';
import type { ErrorView } from '@/core/model/views';
import { SparkBars } from '../../_components/charts/spark-bars';
import { errorTypeText } from '../../_components/format/error-type';
import { formatMoneyExact, mostPlaces } from '../../_components/format/money';
import { formatCount } from '../../_components/format/number';
import { LINK } from '../../_components/ui/controls';
import { Money } from '../../_components/ui/money';
import { Cell, HeaderCell, Row, Table } from '../../_components/ui/table';
import { Time } from '../../_components/ui/time';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import { ErrorStateBadge } from './error-state';

/** Groups of errors by their last one, newest first. */
export function ErrorsTable({
  errors,
  scope,
  functionId,
}: {
  readonly errors: readonly ErrorView[];
  readonly scope: Scope;
  /** When they are counted in one function alone: the page of each is, too. */
  readonly functionId: string | undefined;
}) {
  const places = mostPlaces(errors.map(({ costUsd }) => costUsd));
  const head = (
    <>
      <HeaderCell>Error</HeaderCell>
      <HeaderCell>State</HeaderCell>
      <HeaderCell wideOnly>Trend</HeaderCell>
      <HeaderCell align="right">Count</HeaderCell>
      <HeaderCell wideOnly>Functions</HeaderCell>
      <HeaderCell roomyOnly>Versions</HeaderCell>
      <HeaderCell roomyOnly>First seen</HeaderCell>
      <HeaderCell wideOnly>Last seen</HeaderCell>
      <HeaderCell wideOnly align="right" title="What the invocations with the error cost">
        Cost
      </HeaderCell>
    </>
  );
  return (
    <Table label="Errors" head={head}>
      {/* By place: when newer ones come in, texts change where they are and nothing moves. */}
      {[...errors.entries()].map(([place, error]) => (
        <Row key={place}>
          <Cell grow title={error.message}>
            <Link
              prefetch={false}
              href={href(`/errors/${error.fingerprint}`, scope, { functionId })}
              className={`${LINK} [unicode-bidi:isolate]`}
            >
              {errorTypeText(error.type) || error.message || 'Error without a type'}
            </Link>
            <span className="block truncate text-muted text-tremor-label [unicode-bidi:isolate]">
              {error.type === '' ? error.culprit : error.message}
            </span>
            {error.type !== '' && error.culprit !== '' && (
              <span className="block truncate font-mono text-faint text-tremor-label [unicode-bidi:isolate]">
                {error.culprit}
              </span>
            )}
          </Cell>
          <Cell>
            <ErrorStateBadge state={error.state} />
          </Cell>
          <Cell wideOnly>
            <SparkBars values={error.trend} label={`Errors over the range, ${error.count} in all`} />
          </Cell>
          <Cell align="right">{formatCount(error.count)}</Cell>
          <Cell wideOnly title={error.functions.map(({ name }) => name).join(', ')}>
            <Some texts={error.functions.map(({ name }) => name)} shown={0} />
          </Cell>
          <Cell roomyOnly title={error.versions.map(({ version }) => version ?? 'unknown').join(', ')}>
            <Some texts={error.versions.flatMap(({ version }) => version ?? [])} shown={-1} />
          </Cell>
          <Cell roomyOnly>
            <Time iso={error.firstSeen} style="minute" />
          </Cell>
          <Cell wideOnly>
            <Time iso={error.lastSeen} style="minute" />
          </Cell>
          <Cell
            wideOnly
            align="right"
            title={
              error.costUsd === null
                ? 'No invocation with it could be priced'
                : formatMoneyExact(error.costUsd)
            }
          >
            <Money usd={error.costUsd} places={places} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

/** One of some texts, the first (0) or the last (-1), and how many others there are. */
function Some({ texts, shown }: { readonly texts: readonly string[]; readonly shown: 0 | -1 }) {
  const text = texts.at(shown);
  if (text === undefined) return <span className="text-faint">–</span>;
  return (
    <span className="flex max-w-36 items-baseline gap-1">
      <span className="truncate [unicode-bidi:isolate]">{text}</span>
      {texts.length > 1 && <span className="shrink-0 text-faint">+{texts.length - 1}</span>}
    </span>
  );
}
