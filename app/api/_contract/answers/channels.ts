import { z } from 'zod';
import type { toChannelView, toDeliveryView } from '@/app/_queries/views/channels';
import { CHANNEL_KINDS } from '@/core/model/channels/registry';
import { count, time } from './parts';

export const channel = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    type: z.enum(CHANNEL_KINDS.map(({ kind }) => kind)),
    target: z.string().describe('Where it goes, in a few characters; never a secret.'),
    settings: z
      .record(z.string(), z.unknown())
      .describe('Those that are no secrets; secrets are never answered.'),
    secretsSet: z.array(z.string()).describe('Names of the secret settings that it has.'),
    signed: z.boolean(),
    previousSecretUntil: time
      .nullable()
      .describe('How long the signing secret before the present one signs too; null when there is none.'),
    enabled: z.boolean(),
    digestMinutes: count,
    repeatMinutes: count,
    fallbackId: z.string().nullable(),
    titleTemplate: z.string(),
    textTemplate: z.string(),
    failing: z.boolean().describe('It failed three times in a row, or its endpoint is gone.'),
    failingSince: time.nullable(),
    lastError: z.string().nullable().describe('Only for an admin key.'),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Channel' }) satisfies z.ZodType<ReturnType<typeof toChannelView>>;

export const templatePreview = z
  .strictObject({
    title: z.string(),
    text: z.string(),
    note: z.string().nullable().describe('Why the default was used in place of a template.'),
    incidentId: z.string().nullable().describe('Whose message it was tried on; null for an invented one.'),
  })
  .meta({ id: 'TemplatePreview' });

export const delivery = z
  .strictObject({
    id: z.string(),
    messageId: z.string(),
    messageKind: z
      .string()
      .nullable()
      .describe('As alert.firing; null when the message is not kept any more.'),
    channelId: z.string(),
    incidentId: z.string().nullable(),
    attempt: count,
    at: time,
    ok: z.boolean(),
    httpStatus: z.number().int().nullable().describe('Of HTTP, or of SMTP for e-mail.'),
    error: z.string().nullable(),
    snippet: z.string().nullable().describe('Only for an admin key.'),
    note: z.string().nullable().describe('What was done otherwise than usual.'),
    durationMs: count,
  })
  .meta({ id: 'Delivery' }) satisfies z.ZodType<ReturnType<typeof toDeliveryView>>;
