import { expect, it } from 'vitest';
import { ERROR_RATE, openLab } from './testing-lab';

const TLS = { certFile: 'cert.pem', keyFile: 'key.pem' };

it.each([
  [{}, 'http://127.0.0.1:3000/'],
  [{ tls: TLS }, 'https://127.0.0.1:3000/'],
  [{ tls: TLS, host: '::' }, 'https://127.0.0.1:3000/'],
  [{ host: 'fd00::5' }, 'http://[fd00::5]:3000/'],
  [{ tls: TLS, publicUrl: 'http://lens.example' }, 'http://lens.example/'],
])(
  'links of messages lead to where the dashboard is, in the way that it speaks: %j',
  async (config, address) => {
    const lab = await openLab(config);
    await lab.settings.createRule({ ...ERROR_RATE, channelId: lab.channelId });
    await lab.pass(3, () => lab.invoke({ ok: 37, errors: 3 }));
    const [message] = lab.messages();
    await lab.close();
    const leadsThere = expect.stringContaining(address);
    expect(message?.data).toMatchObject({ url: leadsThere, incident_url: leadsThere });
  },
);
