import Link from 'next/link';
import type { ReactNode } from 'react';
import type { InvocationView } from '@/core/model/views';
import type { InvocationCostView } from '../../_queries/invocations';
import { formatDuration } from '../format/duration';
import { errorTypeText } from '../format/error-type';
import { formatMemory, NO_FIGURE } from '../format/number';
import { LINK } from '../ui/controls';
import { Cost } from '../ui/cost';
import { ColdBadge, OutcomeBadge } from '../ui/outcome-badge';
import { href } from '../url/href';
import type { Scope } from '../url/scope';
import type { InvocationColumn } from './columns';
import { TraceLink } from './trace-link';

export interface InvocationCell {
  readonly label: string;
  readonly align?: 'right';
  readonly grow?: true;
  /** Hidden on phones, where the error must be visible. */
  readonly wideOnly?: true;
  readonly hint?: string;
  readonly title?: (one: InvocationCostView) => string | undefined;
  readonly content: (one: InvocationCostView, shown: Shown) => ReactNode;
}

interface Shown {
  readonly scope: Scope;
  /** Decimals of the costs in the table. */
  readonly places: number;
}

/** How each column shows an invocation. */
export const INVOCATION_CELLS: Readonly<Record<InvocationColumn, InvocationCell>> = {
  time: {
    label: 'Time',
    content: (one, { scope }) => <TraceLink one={one} scope={scope} />,
  },
  function: {
    label: 'Function',
    content: (one, { scope }) => (
      <Link
        prefetch={false}
        href={href(`/functions/${one.functionId}`, scope)}
        className="block max-w-52 truncate hover:underline max-sm:max-w-20"
        title={one.environment === '' ? one.functionName : `${one.functionName} (${one.environment})`}
      >
        {one.functionName}
      </Link>
    ),
  },
  outcome: {
    label: 'Outcome',
    content: (one) => (
      <span className="flex gap-1.5 max-sm:flex-col max-sm:items-start max-sm:gap-0.5">
        <OutcomeBadge outcome={one.outcome} />
        {one.coldStart === true && <ColdBadge />}
      </span>
    ),
  },
  duration: { label: 'Duration', align: 'right', content: (one) => formatDuration(one.durationMs) },
  init: {
    label: 'Init',
    align: 'right',
    wideOnly: true,
    hint: 'Time the environment took to start, before the handler',
    content: (one) => (
      <span className={one.initDurationMs === null ? 'text-faint' : 'text-cold'}>
        {formatDuration(one.initDurationMs)}
      </span>
    ),
  },
  billed: { label: 'Billed', align: 'right', content: (one) => formatDuration(one.billedDurationMs) },
  memory: {
    label: 'Memory',
    align: 'right',
    wideOnly: true,
    hint: 'Most memory used, of what was allotted',
    content: (one) => <Memory used={one.maxMemoryUsedMb} allotted={one.memoryMb} />,
  },
  cost: {
    label: 'Cost',
    align: 'right',
    wideOnly: true,
    content: (one, { places }) => (
      <Cost
        usd={one.costUsd}
        precision={one.costPrecision}
        note={one.costNote}
        lines={one.costLines}
        places={places}
      />
    ),
  },
  version: { label: 'Version', content: (one) => <Short text={one.version} /> },
  trigger: { label: 'Trigger', content: (one) => <Short text={one.trigger} /> },
  environment: { label: 'Environment', content: (one) => <Short text={one.environment || null} /> },
  request: {
    label: 'Request id',
    content: (one, { scope }) => (
      <Link
        prefetch={false}
        href={href(`/traces/${one.traceId}`, scope, { span: one.spanId })}
        className={LINK}
      >
        <Short text={one.invocationId} />
      </Link>
    ),
  },
  error: {
    label: 'Error',
    grow: true,
    title: (one) => one.error?.message ?? undefined,
    content: (one) => <ErrorText error={one.error} />,
  },
};

function Short({ text }: { readonly text: string | null }) {
  if (text === null) return NO_FIGURE;
  return (
    <span className="inline-block max-w-40 truncate align-bottom" title={text}>
      {text}
    </span>
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
      {error.type !== null && <span className="text-bad">{errorTypeText(error.type)}</span>}
      {error.type !== null && error.message !== null && <span className="text-faint">: </span>}
      {error.message}
    </>
  );
}
