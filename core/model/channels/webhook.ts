import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { channelKind, hostOf } from './channel-kind';
import { webAddress } from './field';

/**
 * Any program: the stored message unchanged, signed according to Standard Webhooks. During a secret's rotation there are two
 * signatures, so that the receiver may switch at any time.
 */
export const webhook = channelKind({
  kind: 'webhook',
  title: 'Webhook',
  about: 'A signed POST of JSON after the Standard Webhooks rules, for programs of your own.',
  schedule: 'programs',
  signed: true,
  settings: z.strictObject({
    url: webAddress({
      label: 'Webhook URL',
      help: 'Called with a signed POST for every incident that fires or resolves.',
      placeholder: 'https://hooks.example.org/faaslens',
      secret: true,
    }),
  }),
  target: ({ url }) => hostOf(url),
  render: ({ id, payload }, { url }, { at, signingSecrets }) => ({
    http: {
      url,
      body: payload,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at / 1000)),
        'webhook-signature': signingSecrets
          .map((secret) => new Webhook(secret).sign(id, new Date(at), payload))
          .join(' '),
      },
    },
  }),
  // Standard Webhooks: everything but 2xx is retried, and 410 ends it.
  judge: ({ status }) => ({
    outcome: status >= 200 && status < 300 ? 'delivered' : status === 410 ? 'gone' : 'retry',
  }),
});
