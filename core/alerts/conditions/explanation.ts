import type { ChangeCondition } from '../../model/alerts/rule';

/** What a limit was made of. Kept as numbers: of all readings few are shown, and texts cost more than readings. */
export type Basis =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'change'; readonly mean: number; readonly against: ChangeCondition['against'] }
  | {
      readonly kind: 'anomaly';
      readonly usual: readonly number[];
      readonly ofWeeks: boolean;
      readonly middle: number;
      readonly spread: number;
      readonly deviations: number;
    }
  | { readonly kind: 'burn_rate'; readonly objective: number; readonly longMinutes: number };

const AGAINST: Readonly<Record<ChangeCondition['against'], string>> = {
  previous: 'in the window before',
  day: 'at this time yesterday',
  week: 'at this time a week ago',
  mean_7d: 'on the mean of the seven days before',
};

/** When the value was what it is compared with. */
export function whenAgainst(against: ChangeCondition['against']): string {
  return AGAINST[against];
}

/** In words for people; '' when there is nothing to add. */
export function explain(basis: Basis | null): string {
  switch (basis?.kind) {
    case 'text':
      return basis.text;
    case 'change':
      return `it was ${shown(basis.mean)} ${AGAINST[basis.against]}`;
    case 'anomaly': {
      const { usual, ofWeeks, middle, spread, deviations } = basis;
      return (
        `at this time of the last ${ofWeeks ? 'weeks' : 'days'} it was ${usual.map(shown).join(', ')}; ` +
        `usual is up to ${deviations} times ${shown(spread)} from ${shown(middle)}`
      );
    }
    case 'burn_rate': {
      const percent = Number((100 * (1 - basis.objective)).toPrecision(4));
      return `times as fast as the budget of ${percent} % allows, over ${basis.longMinutes} min`;
    }
    default:
      return '';
  }
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)));
}
