import Link from 'next/link';
import type { InvocationView } from '@/core/model/views';
import { formatDuration } from '../format/duration';
import { formatMemory } from '../format/number';
import { LINK } from '../ui/controls';
import { Cost } from '../ui/cost';
import { ColdBadge, OutcomeBadge } from '../ui/outcome-badge';
import { Cell, HeaderCell, Row, Table } from '../ui/table';
import { Time } from '../ui/time';
import { href } from '../url/href';
import type { Scope } from '../url/scope';

interface InvocationsTableProps {
  readonly label: string;
  readonly invocations: readonly InvocationView[];
  readonly scope: Scope;
  /** On a function's own page its name is left out. */
  readonly showFunction?: boolean;
}

/**
 * Invocations, newest first; a row leads to its trace with the invocation's span open. A phone shows times without
 * the day, so that the duration has room.
 */
export function InvocationsTable({ label, invocations, scope, showFunction = true }: InvocationsTableProps) {
  const head = (
    <>
      <HeaderCell>Time</HeaderCell>
      {showFunction && <HeaderCell>Function</HeaderCell>}
      <HeaderCell>Outcome</HeaderCell>
      <HeaderCell align="right">Duration</HeaderCell>
      <HeaderCell align="right" title="Time the environment took to start, before the handler">
        Init
      </HeaderCell>
      <HeaderCell align="right" title="Most memory used, of what was allotted">
        Memory
      </HeaderCell>
      <HeaderCell align="right">Cost</HeaderCell>
      <HeaderCell>Error</HeaderCell>
    </>
  );
  return (
    <Table label={label} head={head}>
      {invocations.map((one) => (
        <Row key={`${one.traceId}-${one.spanId}`}>
          <Cell>
            <Link
              prefetch={false}
              href={href(`/traces/${one.traceId}`, scope, { span: one.spanId })}
              className={LINK}
            >
              <span className="max-sm:hidden">
                <Time iso={one.startTime} style="precise" />
              </span>
              <span className="sm:hidden">
                <Time iso={one.startTime} style="clock" />
              </span>
            </Link>
          </Cell>
          {showFunction && (
            <Cell>
              <Link
                prefetch={false}
                href={href(`/functions/${one.functionId}`, scope)}
                className="block max-w-52 truncate hover:underline max-sm:max-w-20"
                title={one.environment === '' ? one.functionName : `${one.functionName} (${one.environment})`}
              >
                {one.functionName}
              </Link>
            </Cell>
          )}
          <Cell>
            <span className="flex gap-1.5 max-sm:flex-col max-sm:items-start max-sm:gap-0.5">
              <OutcomeBadge outcome={one.outcome} />
              {one.coldStart === true && <ColdBadge />}
            </span>
          </Cell>
          <Cell align="right">{formatDuration(one.durationMs)}</Cell>
          <Cell align="right">
            <span className={one.initDurationMs === null ? 'text-faint' : 'text-cold'}>
              {formatDuration(one.initDurationMs)}
            </span>
          </Cell>
          <Cell align="right">
            <Memory used={one.maxMemoryUsedMb} allotted={one.memoryMb} />
          </Cell>
          <Cell align="right">
            <Cost usd={one.costUsd} precision={one.costPrecision} note={one.costNote} />
          </Cell>
          <Cell grow title={one.error?.message ?? undefined}>
            <ErrorText error={one.error} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function Memory({ used, allotted }: { readonly used: number | null; readonly allotted: number | null }) {
  if (used === null) return formatMemory(allotted);
  return (
    <>
      {formatMemory(used)} <span className="text-faint">/ {formatMemory(allotted)}</span>
    </>
  );
}

function ErrorText({ error }: { readonly error: InvocationView['error'] }) {
  if (error === null) return null;
  return (
    <>
      {error.type !== null && <span className="text-bad">{error.type}</span>}
      {error.type !== null && error.message !== null && <span className="text-faint">: </span>}
      {error.message}
    </>
  );
}
