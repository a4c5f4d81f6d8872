import { adviceSchema, costsSchema } from '@/app/_queries/inputs/costs';
import { advice } from './answers/advice';
import { costs as answer } from './answers/costs';
import { contract } from './contract';

export const costs = contract({
  method: 'GET',
  path: '/costs',
  summary: 'What the money of a range went into, and what the running month will cost.',
  scope: 'read',
  query: costsSchema,
  answer,
});

export const costAdvice = contract({
  method: 'GET',
  path: '/costs/advice',
  summary: 'What could be saved, drawn from the last 14 days.',
  scope: 'read',
  query: adviceSchema,
  answer: advice,
});
