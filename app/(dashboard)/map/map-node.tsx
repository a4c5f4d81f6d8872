import Link from 'next/link';
import { formatCount, formatPercent } from '../../_components/format/number';
import { KIND_LABELS } from '../../_components/map/kind-labels';
import { href } from '../../_components/url/href';
import type { Scope } from '../../_components/url/scope';
import { NODE_HEIGHT, NODE_WIDTH, type PlacedNode } from './layout-map';

/** A thing on the map; it leads to the function, to the invocations that waited for it, or to the calls without a name. */
export function MapNode({
  node,
  scope,
  faded,
  onActive,
}: {
  readonly node: PlacedNode;
  readonly scope: Scope;
  readonly faded: boolean;
  readonly onActive: (id: string | null) => void;
}) {
  const { id, name, kind, info, x, y } = node;
  const failing = info !== null && info.errors > 0;
  return (
    <Link
      prefetch={false}
      href={
        info !== null
          ? href(`/functions/${info.id}`, scope)
          : name === null
            ? href('/map', scope, { dependency: '' })
            : href('/invocations', scope, { dependency: name })
      }
      title={titleOf(node)}
      className={`absolute top-0 left-0 flex flex-col justify-center rounded-md border bg-card px-2.5 shadow-tremor-input transition-[opacity,transform] hover:border-line-strong hover:bg-hover motion-reduce:transition-none ${info === null ? 'border-line' : 'border-brand'} ${faded ? 'opacity-40' : ''}`}
      style={{ transform: `translate(${x}px, ${y}px)`, width: NODE_WIDTH, height: NODE_HEIGHT }}
      onPointerEnter={() => onActive(id)}
      onPointerLeave={() => onActive(null)}
      onFocus={() => onActive(id)}
      onBlur={() => onActive(null)}
    >
      <span className="truncate font-medium text-ink">{name ?? 'not named'}</span>
      <span className="truncate text-muted text-tremor-label">
        {info === null ? (
          KIND_LABELS[kind]
        ) : (
          <>
            {formatCount(info.invocations)} {failing ? 'inv.' : 'invocations'}
            {failing && (
              <span className="text-bad"> · {formatPercent(info.errors / info.invocations)} errors</span>
            )}
          </>
        )}
      </span>
    </Link>
  );
}

function titleOf({ name, info }: PlacedNode): string {
  if (info !== null) return name ?? '';
  return name === null
    ? 'Calls that do not say what they are made to'
    : `Invocations that waited for ${name}`;
}
