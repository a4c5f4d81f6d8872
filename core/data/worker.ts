import { workerData } from 'piscina';
import type { Settings } from '../settings/settings';
import type { Deletions } from '../store/deletions';
import { openDeletions, openPromotions, openReader } from '../store/index';
import type { AttributePromotions, TelemetryReader } from '../store/store';
import {
  type Answer,
  answer,
  type Call,
  failure,
  isDeletion,
  isPromotion,
  type ThreadData,
} from './protocol';

const { adminKey, secretKey, ...place }: ThreadData = workerData;
const { databaseFile } = place;

const reader = once<TelemetryReader>(async () => openReader(place));
// Loaded only by the thread that needs it: this takes longer than opening the store for reading.
const allSettings = once<Settings>(async () =>
  (await import('../settings/index')).openSettings({ databaseFile, adminKey, secretKey }),
);
const promotions = once<AttributePromotions>(async () => openPromotions(place));

const deletions = once<Deletions>(async () => openDeletions(place));

/** Answers a question about telemetry, including what a deletion would remove. */
export function read(call: Call): Promise<Answer> {
  if (isDeletion(call)) return deletions().then((open) => answer(open, call), failure);
  return reader().then((open) => answer(open, call), failure);
}

/** Answers a question about settings, or changes them; also for promotions and deletions. */
export function settings(call: Call): Promise<Answer> {
  if (isPromotion(call)) return promotions().then((open) => answer(open, call), failure);
  if (isDeletion(call)) return deletions().then((open) => answer(open, call), failure);
  return allSettings().then((open) => answer(open, call), failure);
}

/** Opens at the first question and keeps the result; after a failure, the next question tries again. */
function once<Opened>(open: () => Promise<Opened>): () => Promise<Opened> {
  let opened: Promise<Opened> | null = null;
  return () => {
    opened ??= open().catch((error: unknown) => {
      opened = null;
      throw error;
    });
    return opened;
  };
}
