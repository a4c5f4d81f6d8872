import { z } from 'zod';
import type { AttributeGroupsView, PromotedAttributeView } from '@/app/_queries/attributes';
import { attributeGroupsSchema, attributeKey } from '@/app/_queries/inputs/attributes';
import { count, page, time } from './answers/parts';
import { contract } from './contract';

const promotedAttribute = z
  .strictObject({
    key: z.string(),
    promotedAt: time,
    completeSince: time
      .nullable()
      .describe('Invocations that start then or later have their values; null when all have.'),
    examined: count.describe('Invocations older than the promotion that were looked at so far.'),
    missed: count.describe('Of these, those whose span could not be read any more.'),
  })
  .meta({ id: 'PromotedAttribute' }) satisfies z.ZodType<PromotedAttributeView>;

export const listAttributes = contract({
  method: 'GET',
  path: '/attributes',
  summary: 'Promoted attributes: those that invocations can be filtered and counted by.',
  scope: 'read',
  answer: page(promotedAttribute),
});

export const promoteAttribute = contract({
  method: 'POST',
  path: '/attributes',
  summary: "Promotes an attribute of invocations' spans or resources; at most 20.",
  scope: 'edit',
  status: 201,
  body: z.strictObject({ key: attributeKey }),
  answer: promotedAttribute,
});

export const unpromoteAttribute = contract({
  method: 'DELETE',
  path: '/attributes',
  summary: 'Takes back the promotion of an attribute, and removes its values from invocations.',
  scope: 'edit',
  status: 204,
  query: z.strictObject({ key: attributeKey }),
  answer: z.null(),
});

export const attributeGroups = contract({
  method: 'GET',
  path: '/attribute-groups',
  summary:
    'How many invocations have which value of a promoted attribute, or how many spans of any other, from a sample.',
  scope: 'read',
  query: attributeGroupsSchema,
  answer: z
    .strictObject({
      unit: z.enum(['invocations', 'spans']),
      from: time,
      to: time,
      groups: z
        .array(
          z.strictObject({
            value: z.string().describe('A text as it is, any other value as JSON; at most 256 characters.'),
            count: z.number().min(0).describe('Estimated, and then not whole, unless exact.'),
            standardError: z
              .number()
              .min(0)
              .nullable()
              .describe('About 95 of 100 true counts lie within two of it; null when unknown.'),
          }),
        )
        .describe('The most frequent values, most frequent first.'),
      sampledBlocks: count,
      totalBlocks: count.describe('0 when rows were counted, not blocks of spans.'),
      exact: z.boolean(),
      completeSince: time
        .nullable()
        .describe('While a promoted attribute is filled in: earlier invocations may be missing.'),
      next: z
        .strictObject({ from: time, to: time, seed: count, budgetMs: count })
        .nullable()
        .describe(
          'Ask the same with these for a better answer, from the same blocks and more; null at the end.',
        ),
    })
    .meta({ id: 'AttributeGroups' }) satisfies z.ZodType<AttributeGroupsView>,
});
