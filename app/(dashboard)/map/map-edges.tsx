import { LINE_HEIGHT, type PlacedEdge, type PlacedMap } from './layout-map';

/** More of the calls than this fail: the edge is drawn as one that fails. */
const FAILING = 0.01;

/** The lines of a map and what is written at them, for the eye; the table says the same. */
export function MapEdges({ map, active }: { readonly map: PlacedMap; readonly active: string | null }) {
  return (
    <svg aria-hidden="true" width={map.width} height={map.height} className="absolute inset-0 select-none">
      <defs>
        {[
          { id: 'map-end', fill: 'var(--t-fg-subtle)' },
          { id: 'map-end-failing', fill: 'var(--c-error)' },
        ].map(({ id, fill }) => (
          <marker
            key={id}
            id={id}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="9"
            markerHeight="9"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0.500 8 4 0 7.500z" fill={fill} />
          </marker>
        ))}
      </defs>
      {map.edges.map((edge) => (
        <Edge
          key={`${edge.from} ${edge.to}`}
          edge={edge}
          faded={active !== null && edge.from !== active && edge.to !== active}
        />
      ))}
    </svg>
  );
}

function Edge({
  edge: { figures, path, text, x, y, width: wide, height },
  faded,
}: {
  readonly edge: PlacedEdge;
  readonly faded: boolean;
}) {
  const failing = figures !== null && figures.errors > figures.calls * FAILING;
  const width = figures === null ? 1.25 : 1 + Math.min(3, Math.log10(figures.calls + 1) / 2);
  return (
    <g opacity={faded ? 0.15 : 1}>
      <path
        d={path}
        fill="none"
        stroke={failing ? 'var(--c-error)' : 'var(--t-fg-subtle)'}
        strokeOpacity={0.6}
        strokeWidth={width}
        strokeDasharray={figures === null ? '5 4' : undefined}
        markerEnd={`url(#map-end${failing ? '-failing' : ''})`}
      />
      <rect x={x - wide / 2} y={y - height / 2} width={wide} height={height} rx="4" fill="var(--t-card)" />
      <text textAnchor="middle" fontSize="12" className="tabular-nums">
        {text.map((line, index) => (
          <tspan
            key={line}
            x={x}
            y={y + (index - (text.length - 1) / 2) * LINE_HEIGHT + 4}
            fill={index === 1 && failing ? 'var(--c-error)' : 'var(--t-fg-muted)'}
          >
            {line}
          </tspan>
        ))}
      </text>
    </g>
  );
}
