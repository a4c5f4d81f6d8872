/**
 * Puts a text into the clipboard, also where the browser has none for pages, as over plain HTTP from another host; throws where
 * it cannot. `beside`: what was pressed; what takes the focus for a moment lies there, inside of whatever is open.
 */
export async function copyText(text: string, beside: Element): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.className = 'sr-only';
  // A phone shows no keyboard for it.
  field.readOnly = true;
  field.value = text;
  beside.after(field);
  try {
    field.select();
    if (!document.execCommand('copy')) throw new Error('The browser did not copy.');
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
