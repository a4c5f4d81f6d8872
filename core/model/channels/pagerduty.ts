import { z } from 'zod';
import { channelKind, postJson } from './channel-kind';
import { secretLine, webAddress } from './field';
import { fullText } from './notice';
import { cut } from './text';

const SUMMARY_LENGTH = 1024;
const DEDUP_LENGTH = 255;
/** Far below the 512 KB limit of an event. */
const DETAILS_LENGTH = 16_000;
const SOURCE_LENGTH = 250;

/** PagerDuty Events API v2: an incident is triggered and resolved under its own deduplication key. */
export const pagerduty = channelKind({
  kind: 'pagerduty',
  title: 'PagerDuty',
  about: 'An event that opens an incident and later resolves it, by an Events API v2 integration.',
  schedule: 'people',
  keepsThreads: true,
  settings: z.strictObject({
    routingKey: secretLine({
      label: 'Integration key',
      help: 'PagerDuty: your service, Integrations, Events API v2.',
      placeholder: '32 letters and digits',
    }),
    url: webAddress({
      label: 'Events address',
      help: 'https://events.eu.pagerduty.com/v2/enqueue for accounts in the EU.',
      secret: false,
      initial: 'https://events.pagerduty.com/v2/enqueue',
    }),
  }),
  target: ({ url }) => new URL(url).host,
  render: (notice, { routingKey, url }) => {
    const [first] = notice.alerts;
    const key = { routing_key: routingKey, dedup_key: cut(notice.thread, DEDUP_LENGTH) };
    if (notice.state === 'resolved') return postJson(url, { ...key, event_action: 'resolve' });
    if (notice.state === 'acknowledged') return postJson(url, { ...key, event_action: 'acknowledge' });
    const links = [
      { href: notice.url, text: 'Open in Faaslens' },
      { href: notice.runbookUrl, text: 'Runbook' },
    ];
    return postJson(url, {
      ...key,
      event_action: 'trigger',
      client: 'Faaslens',
      ...(notice.url === null ? {} : { client_url: notice.url }),
      payload: {
        summary: cut(`${notice.title}: ${notice.text}`, SUMMARY_LENGTH),
        source: cut(first?.labels.function ?? 'faaslens', SOURCE_LENGTH),
        severity: notice.severity,
        timestamp: notice.time,
        ...(first === undefined ? {} : { class: cut(first.ruleName, SOURCE_LENGTH) }),
        ...(first?.labels.environment === undefined
          ? {}
          : { group: cut(first.labels.environment, SOURCE_LENGTH) }),
        custom_details: {
          text: cut(fullText(notice), DETAILS_LENGTH),
          ...Object.fromEntries(notice.facts.map(({ label, value }) => [label, cut(value, SUMMARY_LENGTH)])),
        },
      },
      links: links.filter(({ href }) => href !== null),
    });
  },
});
