/**
 * Copies a text to the clipboard, even without the clipboard API, as over plain HTTP from another host; throws if
 * it cannot. `beside`: the pressed element; the helper that briefly takes the focus is placed there, inside any open dialog.
 */
export async function copyText(text: string, beside: Element): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.className = 'sr-only';
  // Keeps phones from opening a keyboard for it.
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
