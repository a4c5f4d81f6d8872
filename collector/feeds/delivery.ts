import { malformed } from '../otlp/errors';
import { safeText } from '../otlp/text';

/** A way by which a platform delivers what is not OTLP; its name is the end of its address. */
export const FEEDS = ['firehose', 'cloudwatch-logs', 'telemetry-api'] as const;
export type Feed = (typeof FEEDS)[number];

/** What is known of a delivery beside its payload. */
export interface FeedSource {
  /** '' when nothing names it. */
  readonly region: string;
  /** Attributes that the sender was set up with (`deployment.environment.name` and the like); they win. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a body is, when it is not OTLP. */
export interface FeedDelivery {
  readonly feed: Feed;
  readonly source: FeedSource;
}

/** What a sender may say of its data, by parameter, and the attribute that it becomes. */
const ATTRIBUTE_OF = {
  environment: 'deployment.environment.name',
  region: 'cloud.region',
  account: 'cloud.account.id',
  function: 'faas.name',
  version: 'faas.version',
  instance: 'faas.instance',
} as const;
export type FeedParameter = keyof typeof ATTRIBUTE_OF;

const MAX_VALUE = 512;

/** The parameters that a feed takes: CloudWatch's own payloads name account and function. */
export function parametersOf(feed: Feed): readonly FeedParameter[] {
  return feed === 'telemetry-api'
    ? ['function', 'environment', 'region', 'account', 'version', 'instance']
    : ['environment', 'region'];
}

/**
 * What a sender was set up with, of its parameters and of `attributes` that came another way; parameters win. Empty ones
 * say nothing.
 * @throws FaaslensError `invalid_input` that names the parameter, for one that is too long.
 */
export function feedSource(
  parameters: Readonly<Partial<Record<FeedParameter, string>>>,
  attributes: Readonly<Record<string, string>> = {},
  region = '',
): FeedSource {
  const named: Record<string, string> = {};
  for (const [name, key] of Object.entries(ATTRIBUTE_OF)) {
    const value = parameters[name as FeedParameter] ?? '';
    if (value.length > MAX_VALUE) throw malformed(`${name} is longer than ${MAX_VALUE} characters`);
    if (value !== '') named[key] = value;
  }
  const all = Object.fromEntries(
    Object.entries({ ...attributes, ...named }).map(([key, value]) => [safeText(key), safeText(value)]),
  );
  return { region: all[ATTRIBUTE_OF.region] ?? region, attributes: all };
}
