/** Looks shared by every form control, so that a row of them lines up. */
export const CONTROL =
  'h-8 rounded-md border border-line bg-card px-2 text-body shadow-tremor-input hover:border-line-strong placeholder:text-faint';

const ANY_BUTTON =
  'inline-flex h-8 items-center justify-center gap-1.5 rounded-md border px-3 font-medium shadow-tremor-input disabled:opacity-50';

export const BUTTON = `${ANY_BUTTON} border-line bg-card text-body hover:border-line-strong hover:bg-hover`;

/** What a form is for: one on each. */
export const PRIMARY_BUTTON = `${ANY_BUTTON} border-brand bg-brand text-on-brand hover:border-brand-strong hover:bg-brand-strong`;

/** A link inside text or a table; its look is in globals.css, because a page has hundreds. */
export const LINK = 'link';

/** A link that leads on, such as "All invocations". */
export const MORE_LINK = 'text-brand-strong text-tremor-label hover:underline';
