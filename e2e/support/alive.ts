import { expect, type Page } from '@playwright/test';

/**
 * In words for the browser; this folder is compiled without its types. Whether React has taken over all that can be
 * clicked or typed into: before that a key or a click is lost, and on a busy machine it takes a while.
 */
const IS_ALIVE = `[...document.querySelectorAll('a[href], button, input, select, textarea, [tabindex]')].every((node) =>
  Object.keys(node).some((key) => key.startsWith('__reactFiber$')))`;
/** By then effects have run too, which listen to keys. */
const IS_IDLE = 'new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2000 }))';

/** Resolves when the page answers to keys and clicks. */
export async function untilAlive(page: Page): Promise<void> {
  // A page that leads on by itself while it is asked is asked again.
  const look = async () => expect(await page.evaluate(IS_ALIVE)).toBe(true);
  await expect(look).toPass({ intervals: [20, 50, 100], timeout: 60_000 });
  await page.evaluate(IS_IDLE).catch(() => {});
}
