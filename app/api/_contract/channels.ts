import { z } from 'zod';
import { pageFields } from '@/app/_queries/inputs/fields';
import {
  channelInputSchema,
  newChannelInputSchema,
  templatesInputSchema,
} from '@/core/settings/channel-input';
import { channel, delivery, templatePreview } from './answers/channels';
import { page, time } from './answers/parts';
import { contract } from './contract';

const id = z.string().regex(/^\w{1,64}$/, 'must be an id: letters, digits and _');
const byId = z.strictObject({ id });
const queued = z.strictObject({ messageId: z.string() });

export const listChannels = contract({
  method: 'GET',
  path: '/alerts/channels',
  summary: 'Channels, newest first, without their secrets; addresses of webhooks are secrets.',
  scope: 'read',
  answer: page(channel),
});

export const createChannel = contract({
  method: 'POST',
  path: '/alerts/channels',
  summary: 'Makes a channel. Its signing secret, if its type signs, is shown this once.',
  scope: 'edit',
  status: 201,
  body: newChannelInputSchema,
  answer: z.strictObject({ channel, secret: z.string().nullable() }),
});

export const previewTemplates = contract({
  method: 'POST',
  path: '/alerts/channels/preview',
  summary: 'Tries templates on the newest alert, or on an invented one when there was none.',
  scope: 'edit',
  body: templatesInputSchema,
  answer: templatePreview,
});

export const oneChannel = contract({
  method: 'GET',
  path: '/alerts/channels/{id}',
  summary: 'One channel.',
  scope: 'read',
  params: byId,
  answer: channel,
});

export const updateChannel = contract({
  method: 'PUT',
  path: '/alerts/channels/{id}',
  summary: 'Replaces a channel; secrets that are left out stay.',
  scope: 'edit',
  params: byId,
  body: channelInputSchema,
  replaces: { answer: channel, passing: ['previousSecretUntil', 'failing', 'failingSince', 'lastError'] },
  answer: channel,
});

export const deleteChannel = contract({
  method: 'DELETE',
  path: '/alerts/channels/{id}',
  summary: 'Deletes a channel.',
  scope: 'edit',
  status: 204,
  params: byId,
  answer: z.null(),
});

export const testChannel = contract({
  method: 'POST',
  path: '/alerts/channels/{id}/test',
  summary: 'Queues a test message; the collector sends it.',
  scope: 'edit',
  status: 202,
  params: byId,
  answer: queued,
});

export const rotateChannelSecret = contract({
  method: 'POST',
  path: '/alerts/channels/{id}/rotate',
  summary: 'Makes a new signing secret, shown this once. The old one signs too for a day.',
  scope: 'edit',
  params: byId,
  answer: z.strictObject({ secret: z.string(), previousValidUntil: time }),
});

export const listDeliveries = contract({
  method: 'GET',
  path: '/alerts/deliveries',
  summary: 'Attempts to send, newest first. Only an admin key sees what receivers answered (`snippet`).',
  scope: 'read',
  query: z.strictObject({ channelId: id.exactOptional(), incidentId: id.exactOptional(), ...pageFields }),
  answer: page(delivery),
});

export const resendDelivery = contract({
  method: 'POST',
  path: '/alerts/deliveries/{id}/resend',
  summary: 'Queues the same message again, under the same id.',
  scope: 'edit',
  status: 202,
  params: byId,
  answer: queued,
});
