import { z } from 'zod';
import type { toSavedView } from '@/app/_queries/views/settings';
import { idText, savedViewSchema } from '@/core/settings/inputs';
import { VIEW_SCREENS } from '@/core/settings/settings';
import { time } from './answers/parts';
import { contract } from './contract';

const screen = z.enum(VIEW_SCREENS, { error: `must be one of ${VIEW_SCREENS.join(', ')}` });
const byId = z.strictObject({ id: idText });

const savedView = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    screen,
    query: z.string(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'SavedView' }) satisfies z.ZodType<ReturnType<typeof toSavedView>>;

export const listViews = contract({
  method: 'GET',
  path: '/views',
  summary: 'Saved views of screens, by name.',
  scope: 'read',
  query: z.strictObject({ screen: screen.exactOptional() }),
  answer: z.strictObject({ items: z.array(savedView), nextCursor: z.null() }),
});

export const createView = contract({
  method: 'POST',
  path: '/views',
  summary: 'Saves how a screen is looked at: a part of its address.',
  scope: 'edit',
  status: 201,
  body: savedViewSchema,
  answer: savedView,
});

export const updateView = contract({
  method: 'PUT',
  path: '/views/{id}',
  summary: 'Replaces a saved view.',
  scope: 'edit',
  params: byId,
  body: savedViewSchema,
  replaces: { answer: savedView },
  answer: savedView,
});

export const deleteView = contract({
  method: 'DELETE',
  path: '/views/{id}',
  summary: 'Deletes a saved view.',
  scope: 'edit',
  status: 204,
  params: byId,
  answer: z.null(),
});
