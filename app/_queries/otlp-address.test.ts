import { expect, it } from 'vitest';
import { otlpAddress } from './otlp-address';

const OPEN = { host: '0.0.0.0', publicUrl: null, tls: null, otlpHttpPort: 4318 };
const TLS = { certFile: '/etc/cert.pem', keyFile: '/etc/key.pem' };

it('is under the name that the person used, or the public one', () => {
  expect(otlpAddress(OPEN, 'lens.local:3000')).toBe('http://lens.local:4318');
  expect(otlpAddress({ ...OPEN, publicUrl: 'https://lens.example.org:3000' }, 'lens.local:3000')).toBe(
    'http://lens.example.org:4318',
  );
  expect(otlpAddress({ ...OPEN, host: '127.0.0.1' }, 'localhost:3000')).toBe('http://127.0.0.1:4318');
});

it('says https where the collector speaks nothing else', () => {
  expect(otlpAddress({ ...OPEN, tls: TLS }, 'lens.local:3000')).toBe('https://lens.local:4318');
});
