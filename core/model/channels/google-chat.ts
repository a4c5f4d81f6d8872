import { z } from 'zod';
import { channelKind, hostOf, postJson } from './channel-kind';
import { webAddress } from './field';
import { fullText, type Notice } from './notice';
import { cut, escapeHtml, escapeWithin } from './text';

const TITLE_LENGTH = 200;
/** A message may have 32,000 bytes; these limits keep it below. */
const TEXT_LENGTH = 4000;
const FACT_LENGTH = 150;
const MOST_FACTS = 15;
const URL_LENGTH = 1500;

/** A Google Chat space, through its webhook: a card, in one thread per incident. */
export const googleChat = channelKind({
  kind: 'google-chat',
  title: 'Google Chat',
  about: 'A card in a space, one thread per incident, by a webhook of the space.',
  schedule: 'people',
  settings: z.strictObject({
    url: webAddress({
      label: 'Webhook URL',
      help: 'Google Chat: the space, Apps and integrations, Webhooks.',
      placeholder: 'https://chat.googleapis.com/v1/spaces/...',
      secret: true,
    }),
  }),
  target: ({ url }) => hostOf(url),
  render: (notice, { url }) => {
    const address = new URL(url);
    address.searchParams.set('messageReplyOption', 'REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD');
    return postJson(address.href, {
      fallbackText: cut(`${notice.title}: ${notice.text}`, TEXT_LENGTH),
      thread: { threadKey: notice.thread },
      cardsV2: [{ cardId: notice.id, card: card(notice) }],
    });
  },
});

function card(notice: Notice) {
  const text = (value: string, most: number) => escapeWithin(value, most, escapeHtml);
  const facts = notice.facts.slice(0, MOST_FACTS).map(({ label, value }) => ({
    decoratedText: { topLabel: cut(label, FACT_LENGTH), text: text(value, FACT_LENGTH) },
  }));
  const buttons = [button('Open', notice.url), button('Runbook', notice.runbookUrl)].flat();
  const widgets: object[] = [{ textParagraph: { text: text(fullText(notice), TEXT_LENGTH) } }, ...facts];
  if (buttons.length > 0) widgets.push({ buttonList: { buttons } });
  return { header: { title: cut(notice.title, TITLE_LENGTH) }, sections: [{ widgets }] };
}

function button(text: string, url: string | null): readonly object[] {
  return url === null || url.length > URL_LENGTH ? [] : [{ text, onClick: { openLink: { url } } }];
}
