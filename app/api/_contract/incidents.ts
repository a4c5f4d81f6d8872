import { z } from 'zod';
import { pageFields, rangeFields } from '@/app/_queries/inputs/fields';
import { noteInputSchema } from '@/core/settings/inputs';
import { evaluations, incidentStory, note, ruleEvent } from './answers/incidents';
import { page } from './answers/parts';
import { incident } from './answers/settings';
import { contract } from './contract';

const id = z.string().regex(/^\w{1,64}$/, 'must be an id: letters, digits and _');
const byId = z.strictObject({ id });

export const listIncidents = contract({
  method: 'GET',
  path: '/alerts/incidents',
  summary: 'Incidents, newest first; with `from` or `to` only those that began in between.',
  scope: 'read',
  query: z.strictObject({
    status: z.enum(['firing', 'resolved'], { error: 'must be firing or resolved' }).exactOptional(),
    ruleId: id.exactOptional(),
    from: rangeFields.from.removeDefault().exactOptional(),
    to: rangeFields.to.removeDefault().exactOptional(),
    ...pageFields,
  }),
  answer: page(incident),
});

export const oneIncident = contract({
  method: 'GET',
  path: '/alerts/incidents/{id}',
  summary: 'One incident, with what led to it, who was told of it, and what people noted.',
  scope: 'read',
  params: byId,
  answer: incidentStory,
});

export const acknowledgeIncident = contract({
  method: 'POST',
  path: '/alerts/incidents/{id}/acknowledge',
  summary: 'Acknowledges an incident: no more reminders are sent. Whoever did so first stays named.',
  scope: 'edit',
  params: byId,
  answer: incident,
});

export const addNote = contract({
  method: 'POST',
  path: '/alerts/incidents/{id}/notes',
  summary: 'Adds a note to an incident.',
  scope: 'edit',
  status: 201,
  params: byId,
  body: noteInputSchema,
  answer: note,
});

export const ruleHistory = contract({
  method: 'GET',
  path: '/alerts/rules/{id}/history',
  summary:
    'Every change of state that a rule has decided on, with its reason, newest first; kept for 30 days.',
  scope: 'read',
  params: byId,
  query: z.strictObject(pageFields),
  answer: page(ruleEvent),
});

export const ruleEvaluations = contract({
  method: 'GET',
  path: '/alerts/rules/{id}/evaluations',
  summary:
    'What a rule decides at each minute of at most six hours, and from what: evaluated anew on what is stored now.',
  scope: 'read',
  params: byId,
  query: z.strictObject(rangeFields),
  answer: evaluations,
});
