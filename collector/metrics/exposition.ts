/** One value of a metric family, identified by its labels. */
export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** All values of one metric name, as Prometheus reads them. */
export type Family =
  | {
      readonly name: string;
      readonly help: string;
      readonly type: 'counter' | 'gauge';
      readonly samples: readonly Sample[];
    }
  | {
      readonly name: string;
      readonly help: string;
      readonly type: 'histogram';
      readonly histogram: HistogramState;
    };

export interface HistogramState {
  /** Upper bounds, ascending. */
  readonly bounds: readonly number[];
  /** How many values were at most each bound and above the previous one. */
  readonly counts: readonly number[];
  readonly sum: number;
  readonly count: number;
}

export const EXPOSITION_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** The Prometheus text format (0.0.4). Families without values are omitted. */
export function expose(families: readonly Family[]): string {
  return families.map(exposeFamily).join('');
}

function exposeFamily(family: Family): string {
  const { name, help, type } = family;
  const lines =
    type === 'histogram' ? histogramLines(name, family.histogram) : sampleLines(name, family.samples);
  if (lines.length === 0) return '';
  return `# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}\n# TYPE ${name} ${type}\n${lines.join('\n')}\n`;
}

function sampleLines(name: string, samples: readonly Sample[]): string[] {
  return samples.map(({ labels = {}, value }) => `${name}${labelText(labels)} ${numberText(value)}`);
}

function histogramLines(name: string, { bounds, counts, sum, count }: HistogramState): string[] {
  let total = 0;
  const buckets = bounds.map((bound, at) => {
    total += counts[at] ?? 0;
    return `${name}_bucket{le="${bound}"} ${total}`;
  });
  return [
    ...buckets,
    `${name}_bucket{le="+Inf"} ${count}`,
    `${name}_sum ${numberText(sum)}`,
    `${name}_count ${count}`,
  ];
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const parts = Object.entries(labels).map(
    ([key, value]) => `${key}="${value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')}"`,
  );
  return parts.length === 0 ? '' : `{${parts.join(',')}}`;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? '+Inf' : '-Inf';
}
