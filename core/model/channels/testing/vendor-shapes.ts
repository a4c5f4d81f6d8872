import { z } from 'zod';

/** The request body that each vendor documents, with its limits; unknown fields are refused. For tests. */

const text = (most: number) => z.string().max(most);
const words = (most: number) => z.string().min(1).max(most);
const url = (most: number) => z.url().max(most);

const slackText = (most: number) =>
  z.strictObject({ type: z.literal('plain_text'), text: words(most), emoji: z.literal(false).optional() });
/** https://docs.slack.dev/reference/block-kit/blocks and .../messaging/sending-messages-using-incoming-webhooks */
const slack = z.strictObject({
  text: words(40_000),
  attachments: z
    .array(
      z.strictObject({
        color: z.string().regex(/^#[0-9a-f]{6}$/),
        blocks: z
          .array(
            z.union([
              z.strictObject({ type: z.literal('header'), text: slackText(150) }),
              z.strictObject({ type: z.literal('section'), text: slackText(3000) }).or(
                z.strictObject({
                  type: z.literal('section'),
                  fields: z.array(slackText(2000)).min(1).max(10),
                }),
              ),
              z.strictObject({
                type: z.literal('actions'),
                elements: z
                  .array(z.strictObject({ type: z.literal('button'), text: slackText(75), url: url(3000) }))
                  .min(1)
                  .max(25),
              }),
            ]),
          )
          .min(1)
          .max(50),
      }),
    )
    .max(100),
});

/** https://developer.pagerduty.com/docs/send-alert-event */
const pagerduty = z.discriminatedUnion('event_action', [
  z.strictObject({
    routing_key: z.string().min(1),
    event_action: z.literal('trigger'),
    dedup_key: words(255),
    client: z.string(),
    client_url: z.url().optional(),
    payload: z.strictObject({
      summary: words(1024),
      source: z.string().min(1),
      severity: z.enum(['info', 'warning', 'error', 'critical']),
      timestamp: z.iso.datetime(),
      class: z.string().optional(),
      group: z.string().optional(),
      custom_details: z.record(z.string(), z.string()),
    }),
    links: z.array(z.strictObject({ href: z.url(), text: z.string() })),
  }),
  z.strictObject({
    routing_key: z.string().min(1),
    event_action: z.enum(['acknowledge', 'resolve']),
    dedup_key: words(255),
  }),
]);

const labels = z.record(z.string(), z.string());
/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const alertmanager = z.strictObject({
  version: z.literal('4'),
  groupKey: z.string().min(1),
  truncatedAlerts: z.number().int().min(0),
  status: z.enum(['firing', 'resolved']),
  receiver: z.string().min(1),
  groupLabels: labels,
  commonLabels: labels,
  commonAnnotations: labels,
  externalURL: z.string(),
  alerts: z
    .array(
      z.strictObject({
        status: z.enum(['firing', 'resolved']),
        labels: labels.refine((all) => all.alertname !== undefined),
        annotations: labels,
        startsAt: z.iso.datetime(),
        endsAt: z.iso.datetime(),
        generatorURL: z.string(),
        fingerprint: z.string().regex(/^[0-9a-f]{16}$/),
      }),
    )
    .min(1),
});

/** https://learn.microsoft.com/power-automate/teams: at most 28 KB, an Adaptive Card 1.2 */
const teams = z.strictObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: z.strictObject({
          $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
          type: z.literal('AdaptiveCard'),
          version: z.literal('1.2'),
          msteams: z.strictObject({ width: z.literal('full') }),
          body: z.array(
            z.discriminatedUnion('type', [
              z.strictObject({
                type: z.literal('TextBlock'),
                text: z.string().min(1),
                weight: z.enum(['Bolder', 'Default', 'Lighter']).optional(),
                size: z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge']).optional(),
                wrap: z.boolean().optional(),
                style: z.enum(['default', 'heading']).optional(),
                color: z.enum(['Default', 'Accent', 'Good', 'Warning', 'Attention']).optional(),
              }),
              z.strictObject({
                type: z.literal('FactSet'),
                facts: z.array(z.strictObject({ title: z.string(), value: z.string() })).min(1),
              }),
            ]),
          ),
          actions: z.array(
            z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() }),
          ),
        }),
      }),
    )
    .length(1),
});

/** https://discord.com/developers/docs/resources/webhook#execute-webhook and .../message#embed-object-embed-limits */
const discord = z.strictObject({
  content: text(2000),
  username: text(80),
  allowed_mentions: z.strictObject({ parse: z.array(z.never()) }),
  embeds: z
    .array(
      z
        .strictObject({
          title: text(256),
          description: text(4096),
          url: url(2048).optional(),
          color: z.number().int().min(0).max(0xffffff),
          timestamp: z.iso.datetime(),
          fields: z
            .array(z.strictObject({ name: words(256), value: words(1024), inline: z.boolean() }))
            .max(25),
        })
        .refine(
          ({ title, description, fields }) =>
            title.length +
              description.length +
              fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0) <=
            6000,
          'an embed may have 6000 characters',
        ),
    )
    .max(10),
});

/** https://core.telegram.org/bots/api#sendmessage */
const telegram = z.strictObject({
  chat_id: z.string().min(1),
  message_thread_id: z.number().int().optional(),
  text: words(4096),
  parse_mode: z.literal('HTML'),
  link_preview_options: z.strictObject({ is_disabled: z.literal(true) }),
  disable_notification: z.boolean(),
});

/** https://docs.ntfy.sh/publish/#publish-as-json */
const ntfy = z.strictObject({
  topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/),
  title: words(1024),
  message: z
    .string()
    .min(1)
    .refine((message) => Buffer.byteLength(message) <= 4096),
  priority: z.number().int().min(1).max(5),
  tags: z.array(z.string()),
  click: z.url().optional(),
  actions: z
    .array(z.strictObject({ action: z.literal('view'), label: z.string(), url: z.url() }))
    .max(3)
    .optional(),
});

/** https://developers.google.com/workspace/chat/api/reference/rest/v1/spaces.messages and .../cards/v2 */
const googleChat = z.strictObject({
  fallbackText: z.string(),
  thread: z.strictObject({ threadKey: words(4000) }),
  cardsV2: z
    .array(
      z.strictObject({
        cardId: z.string(),
        card: z.strictObject({
          header: z.strictObject({ title: z.string().min(1) }),
          sections: z.array(
            z.strictObject({
              widgets: z
                .array(
                  z.union([
                    z.strictObject({ textParagraph: z.strictObject({ text: z.string() }) }),
                    z.strictObject({
                      decoratedText: z.strictObject({ topLabel: z.string(), text: z.string().min(1) }),
                    }),
                    z.strictObject({
                      buttonList: z.strictObject({
                        buttons: z.array(
                          z.strictObject({
                            text: z.string(),
                            onClick: z.strictObject({ openLink: z.strictObject({ url: z.url() }) }),
                          }),
                        ),
                      }),
                    }),
                  ]),
                )
                .max(100),
            }),
          ),
        }),
      }),
    )
    .length(1),
});

/** https://developers.mattermost.com/integrate/webhooks/incoming and .../reference/message-attachments */
const mattermost = z.strictObject({
  channel: z.string().optional(),
  username: z.string(),
  attachments: z.array(
    z.strictObject({
      fallback: z.string().min(1),
      color: z.string().regex(/^#[0-9a-f]{6}$/),
      title: z.string(),
      title_link: z.url().optional(),
      text: text(16_383),
      fields: z.array(z.strictObject({ short: z.boolean(), title: z.string(), value: z.string() })),
    }),
  ),
});

const alertData = z.looseObject({
  id: z.string().startsWith('inc_'),
  rule: z.looseObject({ id: z.string(), name: z.string(), severity: z.string() }),
  status: z.enum(['firing', 'resolved']),
  message: z.string(),
});
/** https://github.com/standard-webhooks/standard-webhooks: `type`, `timestamp`, `data`, below 20 kB */
const webhook = z.strictObject({
  type: z.string().regex(/^[a-z]+(\.[a-z_]+)*$/),
  timestamp: z.iso.datetime(),
  data: z.union([
    alertData,
    z.strictObject({
      message: z.string(),
      firing: z.number().int(),
      acknowledged: z.number().int(),
      resolved: z.number().int(),
      still_firing: z.number().int(),
      alerts: z.array(alertData).max(20),
      more: z.number().int(),
      url: z.url(),
    }),
    z.strictObject({ channel: z.strictObject({ id: z.string(), name: z.string() }), message: z.string() }),
  ]),
});

/** The shape of a kind's body, and its maximum size in bytes. */
export const VENDOR_SHAPES: Readonly<Record<string, { readonly shape: z.ZodType; readonly bytes: number }>> =
  {
    webhook: { shape: webhook, bytes: 20_000 },
    slack: { shape: slack, bytes: 100_000 },
    pagerduty: { shape: pagerduty, bytes: 512_000 },
    alertmanager: { shape: alertmanager, bytes: 1_000_000 },
    teams: { shape: teams, bytes: 28_000 },
    discord: { shape: discord, bytes: 1_000_000 },
    telegram: { shape: telegram, bytes: 1_000_000 },
    ntfy: { shape: ntfy, bytes: 1_000_000 },
    'google-chat': { shape: googleChat, bytes: 32_000 },
    mattermost: { shape: mattermost, bytes: 1_000_000 },
  };
