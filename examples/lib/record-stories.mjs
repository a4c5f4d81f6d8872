import { checkoutEvent, digestEvent, thumbnailEvent } from './demo-events.mjs';
import { DemoRecorder } from './demo-recorder.mjs';
import { DemoShop } from './demo-shop.mjs';
import { Story } from './story.mjs';

/** Long enough to be seen, so short that recording does not wait for it. */
const REDELIVERY_MS = 150;

/** What each caller makes happen, one after the other; the first of each meets a cold start. */
const TAPES = {
  checkout: {
    event: (kind) => checkoutEvent(kind === 'out-of-stock' || kind === 'cold' ? 'ok' : kind),
    kinds: ['cold', 'ok', 'ok', 'ok', 'slow', 'declined', 'bank-down', 'empty', 'out-of-stock'],
  },
  thumbnail: {
    event: (kind) => thumbnailEvent(kind === 'cold' ? 'picture' : kind),
    kinds: ['cold', 'picture', 'picture', 'gif', 'huge'],
  },
  digest: {
    event: (kind) => digestEvent(kind === 'cold' ? 'sent' : kind),
    kinds: ['cold', 'sent', 'sent', 'mail-down'],
  },
};

/**
 * Lets each function of the shop do what it can do, which takes seconds, and answers what their telemetry told of it. The
 * collector gets it too: it happened.
 *
 * @returns {Promise<Record<string, Record<string, Story[]>>>} by caller and kind
 */
export async function recordStories(collector) {
  const recorder = await DemoRecorder.open(collector);
  const tapes = Object.fromEntries(Object.keys(TAPES).map((tape) => [tape, recorder.endpoint(tape)]));
  let kindOfCheckout;
  const shop = await DemoShop.open({
    endpointOf: (name) => tapes[name] ?? tapes.checkout,
    redeliveryMs: REDELIVERY_MS,
    isOutOfStock: () => kindOfCheckout === 'out-of-stock',
  });
  const record = async ([tape, { event, kinds }]) => {
    const stories = {};
    for (const kind of kinds) {
      if (tape === 'checkout') kindOfCheckout = kind;
      await shop.functions[tape].invoke(event(kind));
      if (tape === 'checkout') await shop.settled();
      const bodies = recorder.take(tape);
      if (bodies.length > 0) stories[kind] = [...(stories[kind] ?? []), new Story(bodies)];
    }
    return [tape, stories];
  };
  try {
    return Object.fromEntries(await Promise.all(Object.entries(TAPES).map(record)));
  } finally {
    await shop.close();
    recorder.close();
  }
}
