const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Whether the text is an existing day such as `2026-11-21`; `Date.parse` accepts the 30th of February as a day of March. */
export function isCalendarDay(text: string): boolean {
  const ms = DAY.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}
