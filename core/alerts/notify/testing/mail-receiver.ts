import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import { selfSigned } from './self-signed';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly data: string;
  readonly encrypted: boolean;
  readonly user: string;
  readonly password: string;
}

export interface MailReceiver {
  readonly port: number;
  readonly mails: readonly ReceivedMail[];
  /** Connections that were opened, with or without a mail. */
  connections(): number;
  /** Bytes that an endless server has written. */
  written(): number;
  close(): Promise<void>;
}

interface Behaviour {
  readonly tls?: 'tls' | 'starttls';
  /** What it says once it has a mail. */
  readonly answerToData?: string;
  /** Never says anything. */
  readonly silent?: boolean;
  /** Greets without an end. */
  readonly endless?: boolean;
}

const IDENTITY = selfSigned();
const CONTEXT = createSecureContext(IDENTITY);
/** What a client has to trust. */
export const RECEIVER_CERTIFICATE = IDENTITY.cert;

/** A small SMTP server on loopback: takes any login and any mail. For tests. */
export async function startMailReceiver(behaviour: Behaviour = {}): Promise<MailReceiver> {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let written = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (behaviour.silent) return;
    if (behaviour.endless) {
      const more = () => {
        while (!socket.destroyed && written < 1e8) {
          const line = `220-${'x'.repeat(1000)}\r\n`;
          written += line.length;
          if (!socket.write(line)) {
            socket.once('drain', more);
            return;
          }
        }
      };
      more();
      return;
    }
    converse(behaviour.tls === 'tls' ? encrypt(socket) : socket, behaviour, mails, true);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    connections: () => connections,
    written: () => written,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => done());
      }),
  };
}

function encrypt(socket: Socket): TLSSocket {
  const secure = new TLSSocket(socket, { isServer: true, secureContext: CONTEXT });
  secure.on('error', () => undefined);
  return secure;
}

function converse(socket: Socket, behaviour: Behaviour, mails: ReceivedMail[], greet: boolean): void {
  const encrypted = socket instanceof TLSSocket;
  let mail = { from: '', to: [] as string[], user: '', password: '' };
  let data: string | null = null;
  let rest = '';
  const say = (line: string) => socket.write(`${line}\r\n`);
  const take = (line: string) => {
    if (data !== null) {
      if (line !== '.') {
        data += `${line}\r\n`;
        return;
      }
      mails.push({ ...mail, data, encrypted });
      data = null;
      mail = { ...mail, from: '', to: [] };
      say(behaviour.answerToData ?? '250 2.0.0 taken');
      return;
    }
    const [verb = '', ...words] = line.split(' ');
    const argument = words.join(' ');
    switch (verb.toUpperCase()) {
      case 'EHLO':
        say('250-localhost');
        if (behaviour.tls === 'starttls' && !encrypted) say('250-STARTTLS');
        say('250 AUTH PLAIN');
        return;
      case 'STARTTLS':
        if (behaviour.tls !== 'starttls') {
          say('502 not here');
          return;
        }
        say('220 go ahead');
        socket.removeAllListeners('data');
        converse(encrypt(socket), behaviour, mails, false);
        return;
      case 'AUTH': {
        const [, user = '', password = ''] = Buffer.from(words[1] ?? '', 'base64')
          .toString()
          .split('\0');
        mail = { ...mail, user, password };
        say('235 welcome');
        return;
      }
      case 'MAIL':
        mail = { ...mail, from: /<(.*)>/.exec(argument)?.[1] ?? '' };
        say('250 ok');
        return;
      case 'RCPT':
        mail.to.push(/<(.*)>/.exec(argument)?.[1] ?? '');
        say('250 ok');
        return;
      case 'DATA':
        data = '';
        say('354 go ahead');
        return;
      case 'QUIT':
        say('221 bye');
        socket.end();
        return;
      default:
        say('250 ok');
    }
  };
  socket.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString('utf8')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
  if (greet) say('220 localhost ready');
}
