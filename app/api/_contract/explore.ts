import { z } from 'zod';
import {
  breakdownSchema,
  deploymentsSchema,
  differencesSchema,
  heatmapSchema,
  logGroupsSchema,
  traceGroupsSchema,
  variantsSchema,
} from '@/app/_queries/inputs/explore';
import { functionId } from '@/app/_queries/inputs/fields';
import * as answers from './answers/explore';
import { contract } from './contract';

const ofFunction = z.strictObject({ id: functionId });

export const heatmap = contract({
  method: 'GET',
  path: '/heatmap',
  summary: 'How many invocations took how long when.',
  scope: 'read',
  query: heatmapSchema,
  answer: answers.heatmap,
});

export const variants = contract({
  method: 'GET',
  path: '/functions/{id}/variants',
  summary: "A function's versions and memory sizes with their figures, newest first.",
  scope: 'read',
  params: ofFunction,
  query: variantsSchema,
  answer: z.strictObject({ items: z.array(answers.variant), nextCursor: z.null() }),
});

export const coldStarts = contract({
  method: 'GET',
  path: '/functions/{id}/cold-starts',
  summary: 'Why the newest cold starts of a function were needed.',
  scope: 'read',
  params: ofFunction,
  query: variantsSchema,
  answer: answers.coldStarts,
});

export const deployments = contract({
  method: 'GET',
  path: '/deployments',
  summary:
    'Versions that were first seen in the range, but for the first one of each function; oldest first.',
  scope: 'read',
  query: deploymentsSchema,
  answer: z.strictObject({ items: z.array(answers.deployment), nextCursor: z.null() }),
});

export const invocationGroups = contract({
  method: 'GET',
  path: '/invocation-groups',
  summary:
    'The newest invocations that a filter finds, at most 10,000, counted by fields and promoted attributes.',
  scope: 'read',
  query: breakdownSchema,
  answer: answers.breakdown,
});

export const traceGroups = contract({
  method: 'GET',
  path: '/trace-groups',
  summary:
    'The newest traces that a filter finds, at most 2,000 (200 with an attribute), counted by errors, function, root span and duration (`100-1000`: milliseconds).',
  scope: 'read',
  query: traceGroupsSchema,
  answer: answers.facets,
});

export const logGroups = contract({
  method: 'GET',
  path: '/log-groups',
  summary:
    'The newest log records that a filter finds, at most 1,000, counted by function and by the attributes that tell them apart.',
  scope: 'read',
  query: logGroupsSchema,
  answer: answers.facets,
});

export const differences = contract({
  method: 'GET',
  path: '/differences',
  summary:
    'How the invocations that the filters find differ from all others of the range, environment and function: from samples.',
  scope: 'read',
  query: differencesSchema,
  answer: answers.differences,
});
