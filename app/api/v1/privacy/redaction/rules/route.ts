import { toRuleView } from '@/app/_queries/views/redaction';
import { createRedactionRule } from '@/app/api/_contract/privacy';
import { route } from '@/app/api/_http/route';

export const POST = route(createRedactionRule, async ({ body, services: { settings } }) =>
  toRuleView(await settings.createRedactionRule(body)),
);
