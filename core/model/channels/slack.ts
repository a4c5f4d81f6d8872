import { z } from 'zod';
import { channelKind, hostOf, judgeAnswer, postJson } from './channel-kind';
import { webAddress } from './field';
import { fullText, type Notice } from './notice';
import { cut, escapeAngles, escapeWithin } from './text';

const COLORS = { firing: '#d00000', acknowledged: '#3498db', resolved: '#2eb886', test: '#95a5a6' } as const;
const HEADER_LENGTH = 150;
const SECTION_LENGTH = 3000;
const FIELD_LENGTH = 2000;
const MOST_FIELDS = 10;
const URL_LENGTH = 3000;

/** An incoming webhook of Slack: a coloured attachment of blocks. */
export const slack = channelKind({
  kind: 'slack',
  title: 'Slack',
  about: 'A message in a channel, by an incoming webhook of a Slack app.',
  schedule: 'people',
  settings: z.strictObject({
    url: webAddress({
      label: 'Incoming webhook URL',
      help: 'Slack: your app, Incoming Webhooks, Add New Webhook to Workspace.',
      placeholder: 'https://hooks.slack.com/services/T.../B.../...',
      secret: true,
    }),
  }),
  target: ({ url }) => hostOf(url),
  render: (notice, { url }) =>
    postJson(url, {
      text: escapeWithin(notice.title, SECTION_LENGTH, escapeAngles),
      attachments: [{ color: COLORS[notice.state], blocks: blocks(notice) }],
    }),
  judge: (answer) =>
    answer.status === 404 && answer.text.includes('no_service') ? { outcome: 'gone' } : judgeAnswer(answer),
});

function blocks(notice: Notice): readonly object[] {
  const facts = notice.facts.slice(0, MOST_FIELDS);
  const list: object[] = [
    { type: 'header', text: { type: 'plain_text', text: cut(notice.title, HEADER_LENGTH), emoji: false } },
    { type: 'section', text: plain(fullText(notice), SECTION_LENGTH) },
  ];
  if (facts.length > 0) {
    const fields = facts.map(({ label, value }) => plain(`${label}\n${value}`, FIELD_LENGTH));
    list.push({ type: 'section', fields });
  }
  const buttons = [button('Open', notice.url), button('Runbook', notice.runbookUrl)].flat();
  if (buttons.length > 0) list.push({ type: 'actions', elements: buttons });
  return list;
}

/** Plain text, in which names can neither format nor mention; Slack decodes escaped `<`, `>` and `&` here too. */
function plain(text: string, most: number) {
  return { type: 'plain_text', text: escapeWithin(text, most, escapeAngles), emoji: false };
}

function button(text: string, url: string | null): readonly object[] {
  if (url === null || url.length > URL_LENGTH) return [];
  return [{ type: 'button', text: { type: 'plain_text', text }, url }];
}
