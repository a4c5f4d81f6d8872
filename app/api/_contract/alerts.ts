import { z } from 'zod';
import { pageFields } from '@/app/_queries/inputs/fields';
import { channelInputSchema, ruleInputSchema } from '@/core/settings/inputs';
import { page } from './answers/parts';
import { channel, delivery, incident, rule } from './answers/settings';
import { contract } from './contract';

const id = z.string().regex(/^\w{1,64}$/, 'must be an id: letters, digits and _');
const byId = z.strictObject({ id });
const queued = z.strictObject({ messageId: z.string() });
const nothing = z.null();

export const listRules = contract({
  method: 'GET',
  path: '/alerts/rules',
  summary: 'Alert rules, newest first.',
  scope: 'read',
  answer: page(rule),
});

export const createRule = contract({
  method: 'POST',
  path: '/alerts/rules',
  summary: 'Makes an alert rule.',
  scope: 'admin',
  status: 201,
  body: ruleInputSchema,
  answer: rule,
});

export const oneRule = contract({
  method: 'GET',
  path: '/alerts/rules/{id}',
  summary: 'One alert rule.',
  scope: 'read',
  params: byId,
  answer: rule,
});

export const updateRule = contract({
  method: 'PUT',
  path: '/alerts/rules/{id}',
  summary: 'Replaces an alert rule; its incident, if one is open, ends.',
  scope: 'admin',
  params: byId,
  body: ruleInputSchema,
  answer: rule,
});

export const deleteRule = contract({
  method: 'DELETE',
  path: '/alerts/rules/{id}',
  summary: 'Deletes an alert rule; its incident, if one is open, ends.',
  scope: 'admin',
  status: 204,
  params: byId,
  answer: nothing,
});

export const listIncidents = contract({
  method: 'GET',
  path: '/alerts/incidents',
  summary: 'Incidents, newest first.',
  scope: 'read',
  query: z.strictObject({
    status: z.enum(['firing', 'resolved'], { error: 'must be firing or resolved' }).exactOptional(),
    ruleId: id.exactOptional(),
    ...pageFields,
  }),
  answer: page(incident),
});

export const listChannels = contract({
  method: 'GET',
  path: '/alerts/channels',
  summary: 'Channels, newest first. Addresses of webhooks are secrets: only an admin key sees them in full.',
  scope: 'read',
  answer: page(channel),
});

export const createChannel = contract({
  method: 'POST',
  path: '/alerts/channels',
  summary: 'Makes a channel. Its signing secret is shown this once.',
  scope: 'admin',
  status: 201,
  body: channelInputSchema,
  answer: z.strictObject({ channel, secret: z.string() }),
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
  summary: 'Replaces a channel; its signing secret stays.',
  scope: 'admin',
  params: byId,
  body: channelInputSchema,
  answer: channel,
});

export const deleteChannel = contract({
  method: 'DELETE',
  path: '/alerts/channels/{id}',
  summary: 'Deletes a channel.',
  scope: 'admin',
  status: 204,
  params: byId,
  answer: nothing,
});

export const testChannel = contract({
  method: 'POST',
  path: '/alerts/channels/{id}/test',
  summary: 'Queues a test message; the collector sends it.',
  scope: 'admin',
  status: 202,
  params: byId,
  answer: queued,
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
  scope: 'admin',
  status: 202,
  params: byId,
  answer: queued,
});
