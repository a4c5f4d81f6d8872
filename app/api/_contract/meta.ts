import { z } from 'zod';
import { contract } from './contract';

export const openapi = contract({
  method: 'GET',
  path: '/openapi.json',
  summary: 'This document.',
  scope: 'read',
  answer: z.record(z.string(), z.unknown()),
});
