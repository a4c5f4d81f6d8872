import { headers } from 'next/headers';
import { begun } from './begun';
import { type Soon, within } from './within';

const MOST_MS = 150;

/**
 * What a page waits for a moment when somebody comes to it from another screen, which stays meanwhile: React shows what
 * comes after a screen no sooner than 300 ms after it. A page that the browser loads anew is sent at once: it has nothing to
 * show before, and shows what comes later at the next frame (theme.js).
 */
export async function soon<Answer>(coming: Promise<Answer>): Promise<Soon<Answer>> {
  begun(coming);
  const isDocument = (await headers()).get('accept')?.includes('text/html') === true;
  return isDocument ? { coming } : within(coming, MOST_MS);
}
