import { headers } from 'next/headers';
import { begun } from './begun';
import { type Soon, within } from './within';

const MOST_MS = 150;

/**
 * Waits a moment for data when somebody navigates from another screen, which stays visible meanwhile: React shows what
 * streams in after a screen no sooner than 300 ms after it. A page loaded from scratch is sent at once: there is no earlier
 * screen to keep, and late parts are shown in the next frame (theme.js).
 */
export async function soon<Answer>(coming: Promise<Answer>): Promise<Soon<Answer>> {
  begun(coming);
  const isDocument = (await headers()).get('accept')?.includes('text/html') === true;
  return isDocument ? { coming } : within(coming, MOST_MS);
}
