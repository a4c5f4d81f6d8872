import { z } from 'zod';
import {
  channelKind,
  type HttpAnswer,
  hostOf,
  judgeAnswer,
  postJson,
  readJson,
  type Verdict,
} from './channel-kind';
import { webAddress } from './field';
import { fullText } from './notice';
import { escapeMarkdown, escapeWithin } from './text';

const COLORS = { firing: 0x992d22, acknowledged: 0x3498db, resolved: 0x2ecc71, test: 0x95a5a6 } as const;
const TITLE_LENGTH = 256;
const DESCRIPTION_LENGTH = 4096;
const FIELD_NAME_LENGTH = 256;
/** All texts of an embed together may have 6000 characters. */
const FIELD_LENGTH = 100;
const MOST_FIELDS = 10;
const URL_LENGTH = 2048;

/** A Discord channel, by its webhook. */
export const discord = channelKind({
  kind: 'discord',
  title: 'Discord',
  about: 'A message in a channel, by a webhook of that channel.',
  schedule: 'people',
  settings: z.strictObject({
    url: webAddress({
      label: 'Webhook URL',
      help: 'Discord: edit the channel, Integrations, Webhooks, Copy Webhook URL.',
      placeholder: 'https://discord.com/api/webhooks/...',
      secret: true,
    }),
  }),
  target: ({ url }) => hostOf(url),
  render: (notice, { url }) => {
    const text = (value: string, most: number) => escapeWithin(value, most, escapeMarkdown);
    const fields = notice.facts.slice(0, MOST_FIELDS).map(({ label, value }) => ({
      name: text(label, Math.min(FIELD_NAME_LENGTH, FIELD_LENGTH)),
      value: text(value, FIELD_LENGTH),
      inline: true,
    }));
    const room = DESCRIPTION_LENGTH - 2 * MOST_FIELDS * FIELD_LENGTH;
    return postJson(url, {
      content: '',
      username: 'Faaslens',
      // Names of functions must not mention anyone.
      allowed_mentions: { parse: [] },
      embeds: [
        {
          title: text(notice.title, TITLE_LENGTH),
          description: text(fullText(notice), notice.digest ? DESCRIPTION_LENGTH : room),
          ...(notice.url === null || notice.url.length > URL_LENGTH ? {} : { url: notice.url }),
          color: COLORS[notice.state],
          timestamp: notice.time,
          fields,
        },
      ],
    });
  },
  judge,
});

const rateLimit = z.object({ retry_after: z.number().min(0) });

/** Discord gives the retry delay in the body, to the millisecond. */
function judge(answer: HttpAnswer): Verdict {
  const verdict = judgeAnswer(answer);
  if (answer.status !== 429) return verdict;
  const said = rateLimit.safeParse(readJson(answer.text));
  return said.success ? { ...verdict, retryAfterMs: said.data.retry_after * 1000 } : verdict;
}
