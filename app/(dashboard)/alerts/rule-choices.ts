import { parseScope } from '@/app/_components/url/scope';
import { listChannelNames } from '@/app/_queries/alerts';
import { listEnvironments } from '@/app/_queries/environments';
import { functionChoices } from '../function-choices';

/** What the selects of the rule form offer. */
export async function ruleChoices() {
  const [functions, environments, channels] = await Promise.all([
    functionChoices(parseScope({}, Date.now())),
    listEnvironments(),
    listChannelNames(),
  ]);
  return { functions, environments, channels: channels.map(({ id, name }) => ({ value: id, label: name })) };
}
