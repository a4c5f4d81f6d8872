import { z } from 'zod';
import { channelKind } from './channel-kind';
import { choice, line, optionalLine, optionalSecret, wholeNumber } from './field';
import { fullText, type Notice } from './notice';
import { cut, escapeHtml } from './text';

const SUBJECT_LENGTH = 200;
const MOST_RECIPIENTS = 50;
const ADDRESS = /^[^\s@<>,;:"()[\]\\]{1,64}@[^\s@<>,;:"()[\]\\]{1,253}$/;

const addresses = (list: string) =>
  list
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');

/** A mail by SMTP, as text and HTML; the mails of an incident form a conversation. */
export const email = channelKind({
  kind: 'email',
  title: 'E-mail',
  about: 'A mail to one or more people, by your SMTP server.',
  schedule: 'people',
  settings: z
    .strictObject({
      to: line({
        label: 'To',
        help: `Addresses, separated by commas; at most ${MOST_RECIPIENTS}.`,
        placeholder: 'ops@example.org, lead@example.org',
        most: 2000,
      }),
      from: line({
        label: 'From',
        help: 'The address that the server may send from.',
        placeholder: 'faaslens@example.org',
      }),
      host: line({
        label: 'SMTP server',
        help: 'Name or address of your mail server.',
        placeholder: 'smtp.example.org',
        place: true,
      }),
      port: wholeNumber({
        label: 'Port',
        help: '587 for STARTTLS, 465 for TLS.',
        least: 1,
        most: 65_535,
        initial: 587,
      }),
      security: choice(['starttls', 'tls', 'none'], {
        label: 'Encryption',
        help: 'none also sends where the server offers no encryption; a password is then readable on the way.',
      }),
      user: optionalLine({ label: 'User', help: 'Empty when the server asks for none.' }),
      password: optionalSecret({ label: 'Password', help: 'Empty when the server asks for none.' }),
    })
    .superRefine(({ to, from }, context) => {
      const list = addresses(to);
      const wrong = list.find((address) => !ADDRESS.test(address));
      if (list.length === 0 || wrong !== undefined) {
        context.addIssue({ code: 'custom', path: ['to'], message: `must be addresses as ops@example.org` });
      }
      if (list.length > MOST_RECIPIENTS) {
        context.addIssue({
          code: 'custom',
          path: ['to'],
          message: `must be at most ${MOST_RECIPIENTS} addresses`,
        });
      }
      if (!ADDRESS.test(from)) {
        context.addIssue({
          code: 'custom',
          path: ['from'],
          message: 'must be an address as faaslens@example.org',
        });
      }
    }),
  target: ({ to }) => {
    const [first = '', ...others] = addresses(to);
    return others.length === 0 ? first : `${first} and ${others.length} more`;
  },
  render: (notice, { to, from, host, port, security, user, password }) => ({
    mail: {
      server: { host, port, security, user, password },
      from,
      to: addresses(to),
      subject: cut(notice.title.replace(/[\p{Cc}\s]+/gu, ' '), SUBJECT_LENGTH),
      text: mailText(notice),
      html: mailHtml(notice),
      messageId: `<${notice.id}@faaslens>`,
      references: `<${notice.thread}@faaslens>`,
    },
  }),
});

function mailText(notice: Notice): string {
  const facts = notice.facts.map(({ label, value }) => `${label}: ${value}`);
  const links = [notice.url ?? '', notice.runbookUrl === null ? '' : `Runbook: ${notice.runbookUrl}`];
  return [fullText(notice), facts.join('\n'), ...links].filter((part) => part !== '').join('\n\n');
}

function mailHtml(notice: Notice): string {
  const rows = notice.facts.map(
    ({ label, value }) =>
      `<tr><td style="padding-right:16px;color:#666">${escapeHtml(label)}</td><td>${escapeHtml(value)}</td></tr>`,
  );
  return [
    `<h2 style="font-size:16px">${escapeHtml(notice.title)}</h2>`,
    `<p>${escapeHtml(fullText(notice)).replaceAll('\n', '<br>')}</p>`,
    rows.length === 0 ? '' : `<table>${rows.join('')}</table>`,
    link('Open in Faaslens', notice.url),
    link('Runbook', notice.runbookUrl),
  ].join('\n');
}

function link(text: string, url: string | null): string {
  return url === null ? '' : `<p><a href="${escapeHtml(url)}">${text}</a></p>`;
}
