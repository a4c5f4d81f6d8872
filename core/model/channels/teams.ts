import { z } from 'zod';
import { channelKind, hostOf, postJson } from './channel-kind';
import { webAddress } from './field';
import { fullText, type Notice } from './notice';
import { escapeMarkdown, escapeWithin } from './text';

const COLORS = { firing: 'Attention', acknowledged: 'Accent', resolved: 'Good', test: 'Accent' } as const;
const TITLE_LENGTH = 500;
/** A message may have 28 KB; these limits keep it below, even with characters of three bytes. */
const TEXT_LENGTH = 4000;
const FACT_LENGTH = 150;
const MOST_FACTS = 15;
const URL_LENGTH = 1500;

/** A Teams channel or chat, through a workflow "When a Teams webhook request is received". */
export const teams = channelKind({
  kind: 'teams',
  title: 'Microsoft Teams',
  about: 'A card in a channel or chat, by a workflow that posts what a webhook receives.',
  schedule: 'people',
  settings: z.strictObject({
    url: webAddress({
      label: 'Workflow URL',
      help: 'Teams: Workflows, "Send webhook alerts to a channel"; it answers before the card is posted.',
      placeholder: 'https://....logic.azure.com/workflows/...',
      secret: true,
    }),
  }),
  target: ({ url }) => hostOf(url),
  render: (notice, { url }) =>
    postJson(url, {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.2',
            msteams: { width: 'full' },
            body: cardBody(notice),
            actions: [action('Open', notice.url), action('Runbook', notice.runbookUrl)].flat(),
          },
        },
      ],
    }),
});

function cardBody(notice: Notice): readonly object[] {
  const text = (value: string, most: number) => escapeWithin(value, most, escapeMarkdown);
  const facts = notice.facts.slice(0, MOST_FACTS).map(({ label, value }) => ({
    title: text(label, FACT_LENGTH),
    value: text(value, FACT_LENGTH),
  }));
  return [
    {
      type: 'TextBlock',
      text: text(notice.title, TITLE_LENGTH),
      weight: 'Bolder',
      size: 'Medium',
      wrap: true,
      style: 'heading',
      color: COLORS[notice.state],
    },
    // A card renders a single newline as a space.
    { type: 'TextBlock', text: text(fullText(notice).replaceAll('\n', '\n\n'), TEXT_LENGTH), wrap: true },
    ...(facts.length > 0 ? [{ type: 'FactSet', facts }] : []),
  ];
}

function action(title: string, url: string | null): readonly object[] {
  return url === null || url.length > URL_LENGTH ? [] : [{ type: 'Action.OpenUrl', title, url }];
}
