/** One drawn series of a chart. */
export interface SeriesSpec {
  readonly key: string;
  readonly label: string;
  /** A CSS colour; a variable, so that it follows the theme. */
  readonly color: string;
  /** Bars are stacked in the order given. */
  readonly kind: 'bar' | 'line';
  readonly dashed?: boolean;
}
