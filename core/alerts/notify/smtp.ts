import { connect, type Socket } from 'node:net';
import type { MailMessage, MailServer } from '../../model/channels/channel-kind';
import { guardedLookup, RefusedAddressError, refusedMailServer } from './address-guard';
import { type ConnectOptions, MOST_ANSWER_BYTES, TIMEOUT_MS } from './exchange';

/**
 * Hands one mail to its server, over a socket that obeys the same rules as every POST: the address is checked when it
 * is connected, the whole may take 15 s, and no answer may have more than 64 KiB.
 * @returns the server's last answer
 * @throws nodemailer's error, with `responseCode` when the server refused, or one of the connection
 */
export async function sendMail(mail: MailMessage, options: ConnectOptions): Promise<string> {
  const { server } = mail;
  const refused = refusedMailServer(server.host, server.port, options.allowPrivate);
  if (refused !== null) throw new RefusedAddressError(refused);
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const socket = open(server, options);
  // A socket is destroyed without telling nodemailer why: the reason is kept for the caller.
  let late: Error | null = null;
  const timer = setTimeout(() => {
    late = new Error(`no complete answer within ${timeoutMs / 1000} s`);
    socket.destroy(late);
  }, timeoutMs);
  try {
    await connected(socket);
    return await handOver(socket, mail, timeoutMs, options);
  } catch (error) {
    throw late ?? error;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function open({ host, port }: MailServer, { allowPrivate, resolve, signal }: ConnectOptions): Socket {
  const lookup = guardedLookup(allowPrivate, resolve);
  return connect({ host, port, lookup, ...(signal === undefined ? {} : { signal }) });
}

function connected(socket: Socket): Promise<void> {
  return new Promise((done, fail) => {
    socket.once('connect', done);
    socket.once('error', fail);
    socket.once('close', () => fail(new Error('the connection was closed')));
  });
}

async function handOver(
  connection: Socket,
  { server, from, to, subject, text, html, messageId, references }: MailMessage,
  timeoutMs: number,
  { ca }: ConnectOptions,
): Promise<string> {
  // Loaded by the first mail: it is much code, which every start would read.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    connection,
    host: server.host,
    secure: server.security === 'tls',
    requireTLS: server.security === 'starttls',
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    maxResponseSize: MOST_ANSWER_BYTES,
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(server.user === '' ? {} : { auth: { user: server.user, pass: server.password } }),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const headers = { 'auto-submitted': 'auto-generated' };
  const sent = await transport.sendMail({
    from,
    to: [...to],
    subject,
    text,
    html,
    messageId,
    references,
    headers,
  });
  return sent.response;
}
