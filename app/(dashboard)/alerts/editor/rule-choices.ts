import 'server-only';
import { parseScope } from '@/app/_components/url/scope';
import { listChannelNames, listRuleNames } from '@/app/_queries/alerts';
import { listPromotedAttributes } from '@/app/_queries/attributes';
import { listEnvironments } from '@/app/_queries/environments';
import { functionChoices } from '../../function-choices';
import { allFunctions } from '../../functions/all-functions';

/** What the selects of the rule form offer. */
export async function ruleChoices(ruleId: string | null) {
  const scope = parseScope({}, Date.now());
  const [functions, all, environments, channels, rules, promoted] = await Promise.all([
    functionChoices(scope),
    allFunctions(scope, { percentiles: false }),
    listEnvironments(),
    listChannelNames(),
    listRuleNames(),
    listPromotedAttributes(),
  ]);
  const services = new Set(all.items.flatMap(({ service }) => service ?? []));
  return {
    functions,
    environments,
    services: [...services].sort(),
    attributes: promoted.map(({ key }) => key),
    channels: channels.map(({ id, name }) => ({ value: id, label: name })),
    otherRules: rules
      .filter(({ id }) => id !== ruleId)
      .map(({ key, name }) => ({ value: key, label: `${name} (${key})` })),
  };
}
