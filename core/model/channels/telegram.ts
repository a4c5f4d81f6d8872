import { z } from 'zod';
import { channelKind, type HttpAnswer, judgeAnswer, postJson, readJson, type Verdict } from './channel-kind';
import { line, optionalLine, secretLine, webAddress } from './field';
import { fullText, type Notice } from './notice';
import { cut, escapeHtml, escapeWithin } from './text';

/** Telegram's limit of 4096 characters applies after it parsed the markup; ours stays within it even before. */
const MESSAGE_LENGTH = 4096;
const TITLE_LENGTH = 300;
const FACTS_LENGTH = 1000;
const URL_LENGTH = 1000;

/** A Telegram chat, through a bot. */
export const telegram = channelKind({
  kind: 'telegram',
  title: 'Telegram',
  about: 'A message to a person, group or channel, by a bot of yours.',
  schedule: 'people',
  settings: z.strictObject({
    token: secretLine({
      label: 'Bot token',
      help: 'Given by @BotFather when the bot is made.',
      placeholder: '123456:ABC-...',
      pattern: /^\d{1,20}:[\w-]{1,100}$/,
      example: '123456:ABC-...',
    }),
    chatId: line({
      label: 'Chat',
      help: 'Its number, or @name of a public channel; the bot must be in it.',
      placeholder: '-1001234567890',
    }),
    threadId: optionalLine({
      label: 'Topic',
      help: 'Number of a topic of the group; empty for none.',
      pattern: /^\d{0,15}$/,
      example: '12',
    }),
    apiUrl: webAddress({
      label: 'API address',
      help: 'Another one only for a Bot API server of your own.',
      secret: false,
      initial: 'https://api.telegram.org',
    }),
  }),
  target: ({ chatId }) => `chat ${chatId}`,
  render: (notice, { token, chatId, threadId, apiUrl }) =>
    postJson(`${apiUrl.replace(/\/+$/, '')}/bot${token}/sendMessage`, {
      chat_id: chatId,
      ...(threadId === '' ? {} : { message_thread_id: Number(threadId) }),
      text: markup(notice),
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      disable_notification: notice.state === 'resolved' || notice.state === 'acknowledged',
    }),
  judge,
});

function markup(notice: Notice): string {
  const title = `<b>${escapeWithin(notice.title, TITLE_LENGTH, escapeHtml)}</b>`;
  const lines = notice.facts.map(({ label, value }) => `${label}: ${value}`).join('\n');
  const facts = escapeWithin(cut(lines, FACTS_LENGTH), FACTS_LENGTH, escapeHtml);
  const links = [link('Open', notice.url), link('Runbook', notice.runbookUrl)].filter((one) => one !== '');
  const around = [title, facts, links.join(' · ')];
  const room = MESSAGE_LENGTH - around.join('\n\n').length - 4;
  const text = escapeWithin(fullText(notice), room, escapeHtml);
  return [title, text, facts, links.join(' · ')].filter((part) => part !== '').join('\n\n');
}

function link(text: string, url: string | null): string {
  return url === null || url.length > URL_LENGTH ? '' : `<a href="${escapeHtml(url)}">${text}</a>`;
}

const rateLimit = z.object({ parameters: z.object({ retry_after: z.number().min(0) }) });

/** Telegram gives the retry delay in the body. */
function judge(answer: HttpAnswer): Verdict {
  const verdict = judgeAnswer(answer);
  if (answer.status !== 429) return verdict;
  const said = rateLimit.safeParse(readJson(answer.text));
  return said.success ? { ...verdict, retryAfterMs: said.data.parameters.retry_after * 1000 } : verdict;
}
