import { toRuleView } from '@/app/_queries/views/redaction';
import { deleteRedactionRule, updateRedactionRule } from '@/app/api/_contract/privacy';
import { route } from '@/app/api/_http/route';

export const PUT = route(
  updateRedactionRule,
  async ({ params, body, services: { settings } }) =>
    toRuleView(await settings.updateRedactionRule(params.id, body)),
  async ({ params, services: { settings } }) =>
    (await settings.listRedactionRules()).map(toRuleView).find(({ id }) => id === params.id) ?? null,
);

export const DELETE = route(deleteRedactionRule, async ({ params, services: { settings } }) => {
  await settings.deleteRedactionRule(params.id);
  return null;
});
