import { z } from 'zod';
import { channelKind, hostOf, postJson } from './channel-kind';
import { optionalLine, webAddress } from './field';
import { fullText } from './notice';
import { disarmMentions, escapeMarkdown, escapeWithin } from './text';

const COLORS = { firing: '#d00000', acknowledged: '#3498db', resolved: '#2eb886', test: '#95a5a6' } as const;
/** A message may have 16,383 characters. */
const TEXT_LENGTH = 8000;
const TITLE_LENGTH = 500;
const FACT_LENGTH = 300;
const MOST_FACTS = 12;

/** An incoming webhook of Mattermost, which accepts Slack's legacy attachments. */
export const mattermost = channelKind({
  kind: 'mattermost',
  title: 'Mattermost',
  about: 'A message in a channel, by an incoming webhook.',
  schedule: 'people',
  settings: z.strictObject({
    url: webAddress({
      label: 'Incoming webhook URL',
      help: 'Mattermost: Integrations, Incoming Webhooks.',
      placeholder: 'https://chat.example.org/hooks/...',
      secret: true,
    }),
    channel: optionalLine({
      label: 'Channel',
      help: "Name of another channel than the webhook's, or @user; empty for its own.",
    }),
  }),
  target: ({ url, channel }) => [hostOf(url), channel].filter((part) => part !== '').join(' '),
  render: (notice, { url, channel }) => {
    const text = (value: string, most: number) =>
      escapeWithin(value, most, (raw) => disarmMentions(escapeMarkdown(raw)));
    return postJson(url, {
      ...(channel === '' ? {} : { channel }),
      username: 'Faaslens',
      attachments: [
        {
          fallback: text(notice.title, TITLE_LENGTH),
          color: COLORS[notice.state],
          title: text(notice.title, TITLE_LENGTH),
          ...(notice.url === null ? {} : { title_link: notice.url }),
          text: text(fullText(notice), TEXT_LENGTH),
          fields: notice.facts.slice(0, MOST_FACTS).map(({ label, value }) => ({
            short: true,
            title: text(label, FACT_LENGTH),
            value: text(value, FACT_LENGTH),
          })),
        },
      ],
    });
  },
});
