const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text is a day that there is, as `2026-11-21`; `Date.parse` takes the 30th of February for a day of March. */
export function isCalendarDay(text: string): boolean {
  const ms = DAY.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
