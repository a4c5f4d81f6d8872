import { heldBy } from './held-by';

/** What covers the screen, is open for a choice, or was unfolded to be read. */
const OPEN = 'dialog[open], [aria-haspopup][aria-expanded=true], main li > details[open]';
const CHARTS = '.recharts-wrapper, [data-chart]';

/**
 * Tracks what the user does on the page. `held` says why the screen must not change now; `changed` is called when that may
 * have changed.
 */
export function watchPerson(changed: () => void): { held: () => string | null; end: () => void } {
  const life = new AbortController();
  let over: Element | null = null;
  let movedAt = Number.NEGATIVE_INFINITY;
  const listen = (target: EventTarget, events: readonly string[], handle: (event: Event) => void) => {
    for (const event of events)
      target.addEventListener(event, handle, { passive: true, signal: life.signal });
  };
  listen(document, ['pointermove', 'pointerdown'], (event) => {
    over = event.target instanceof Element ? event.target : null;
    movedAt = performance.now();
  });
  listen(document.documentElement, ['pointerleave'], () => {
    over = null;
  });
  listen(document, ['visibilitychange', 'selectionchange', 'focusin', 'focusout'], changed);
  listen(window, ['scroll'], changed);

  return {
    held: () => {
      const focus = document.activeElement;
      const selection = document.getSelection();
      return heldBy({
        hidden: document.hidden,
        open: document.querySelector(OPEN) !== null,
        selecting:
          (selection !== null && !selection.isCollapsed) || document.querySelector('[data-marked]') !== null,
        inField: focus?.matches('main :is(input, textarea, select, [contenteditable])') === true,
        inRow: focus?.closest('main tbody, main [role=grid]') != null,
        overChart: over?.isConnected === true && over.closest(CHARTS) !== null,
        stillOverListMs:
          over?.isConnected === true && over.closest('main :is(table, ul, ol)') !== null
            ? performance.now() - movedAt
            : Number.POSITIVE_INFINITY,
        scrolledPx: window.scrollY,
        laterPage: new URLSearchParams(location.search).has('cursor'),
      });
    },
    end: () => life.abort(),
  };
}
