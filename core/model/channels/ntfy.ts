import { z } from 'zod';
import { channelKind, postJson } from './channel-kind';
import { line, optionalSecret, webAddress } from './field';
import { fullText, type Notice } from './notice';
import { cut, cutBytes } from './text';

/** ntfy turns longer messages into attachments. */
const MESSAGE_BYTES = 4096;
const TITLE_LENGTH = 250;
const PRIORITIES = { critical: 5, warning: 4, info: 3 } as const;
const LOW_PRIORITY = 2;
const TAGS = {
  firing: 'rotating_light',
  acknowledged: 'eyes',
  resolved: 'white_check_mark',
  test: 'wave',
} as const;

/** An ntfy topic, on ntfy.sh or another server. */
export const ntfy = channelKind({
  kind: 'ntfy',
  title: 'ntfy',
  about: 'A push notification to everyone who follows a topic.',
  schedule: 'people',
  settings: z.strictObject({
    server: webAddress({
      label: 'Server',
      help: 'ntfy.sh or a server of your own.',
      secret: false,
      initial: 'https://ntfy.sh',
    }),
    topic: line({
      label: 'Topic',
      help: 'Who knows the name can read it, unless the server asks for a token.',
      placeholder: 'faaslens-alerts',
      most: 64,
      pattern: /^[\w-]+$/,
      example: 'faaslens-alerts',
    }),
    token: optionalSecret({ label: 'Access token', help: 'Empty when the topic is open.' }),
  }),
  target: ({ server, topic }) => `${new URL(server).host}/${topic}`,
  render: (notice, { server, topic, token }) =>
    postJson(
      server,
      {
        topic,
        title: cut(notice.title, TITLE_LENGTH),
        message: cutBytes(message(notice), MESSAGE_BYTES),
        priority: notice.state === 'firing' ? PRIORITIES[notice.severity] : LOW_PRIORITY,
        tags: [TAGS[notice.state]],
        ...(notice.url === null ? {} : { click: notice.url }),
        ...(notice.runbookUrl === null
          ? {}
          : { actions: [{ action: 'view', label: 'Runbook', url: notice.runbookUrl }] }),
      },
      token === '' ? {} : { authorization: `Bearer ${token}` },
    ),
});

function message(notice: Notice): string {
  const facts = notice.facts.map(({ label, value }) => `${label}: ${value}`);
  return [fullText(notice), ...facts].join('\n');
}
