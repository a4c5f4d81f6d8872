import { malformed } from '../otlp/errors';
import { safeText } from '../otlp/text';

/** Deliveries that are not OTLP; each name is the last part of its URL path. */
export const FEEDS = ['firehose', 'cloudwatch-logs', 'telemetry-api'] as const;
export type Feed = (typeof FEEDS)[number];

/** What is known about a delivery besides its payload. */
export interface FeedSource {
  /** '' if unknown. */
  readonly region: string;
  /** Attributes configured at the sender (`deployment.environment.name` and the like); they take precedence. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a body holds when it is not OTLP. */
export interface FeedDelivery {
  readonly feed: Feed;
  readonly source: FeedSource;
}

/** The parameters with which a sender may describe its data, and the attribute that each becomes. */
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

/** The parameters that a feed accepts: CloudWatch's own payloads already name account and function. */
export function parametersOf(feed: Feed): readonly FeedParameter[] {
  return feed === 'telemetry-api'
    ? ['function', 'environment', 'region', 'account', 'version', 'instance']
    : ['environment', 'region'];
}

/**
 * The source described by a sender's parameters and by `attributes` given in another way; parameters take precedence. Empty
 * ones are ignored.
 * @throws FaaslensError `invalid_input` that names a parameter that is too long.
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
