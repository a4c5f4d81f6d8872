import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { CONFIG_TABLE, isLoopbackHost, loadConfig } from './config';

const base = '/srv/faaslens';
const load = (env: Record<string, string> = {}) => loadConfig({ env, base });

describe('loadConfig', () => {
  it('has a default for every setting and keeps the database below the installation', () => {
    expect(load()).toMatchObject({
      dataDir: '/srv/faaslens/data',
      databaseFile: '/srv/faaslens/data/faaslens.db',
      host: '127.0.0.1',
      port: 3000,
      otlpHttpPort: 4318,
      auth: 'auto',
      publicUrl: null,
      adminKey: null,
      allowPrivateWebhooks: false,
      distDir: '/srv/faaslens/dist',
    });
  });

  it('keeps nothing of the user in an installed package, which an update replaces', () => {
    const installed = loadConfig({ env: {}, base: '/home/ada', installation: '/usr/lib/faaslens' });
    expect(installed).toMatchObject({ dataDir: '/home/ada/data', distDir: '/usr/lib/faaslens/dist' });
  });

  it('takes an empty value as absent', () => {
    expect(load({ FAASLENS_PORT: '', FAASLENS_PUBLIC_URL: '' })).toMatchObject({
      port: 3000,
      publicUrl: null,
    });
  });

  it('lets no page and any amount in unless told otherwise', () => {
    expect(load()).toMatchObject({
      corsOrigins: [],
      keyLimits: { requests: 1_000, bytesPerSecond: null, spansPerSecond: null },
    });
    expect(
      load({
        FAASLENS_CORS_ORIGINS: 'https://app.example.org, http://localhost:5173',
        FAASLENS_KEY_MAX_REQUESTS: '5',
        FAASLENS_KEY_MAX_BYTES_PER_SECOND: '15000000',
        FAASLENS_KEY_MAX_SPANS_PER_SECOND: '2000',
      }),
    ).toMatchObject({
      corsOrigins: ['https://app.example.org', 'http://localhost:5173'],
      keyLimits: { requests: 5, bytesPerSecond: 15_000_000, spansPerSecond: 2_000 },
    });
  });

  it('drops the trailing slash of the public address', () => {
    expect(load({ FAASLENS_PUBLIC_URL: 'https://lens.example.org/' }).publicUrl).toBe(
      'https://lens.example.org',
    );
  });

  it.each([
    ['FAASLENS_PORT', 'abc', 'FAASLENS_PORT=abc: must be a number'],
    ['FAASLENS_PORT', '1.5', 'FAASLENS_PORT=1.5: must be a whole number'],
    ['FAASLENS_OTLP_HTTP_PORT', '65536', 'must be at most 65535'],
    ['FAASLENS_PORT', '0', 'must be at least 1'],
    ['FAASLENS_PORT', '4318', 'FAASLENS_PORT and FAASLENS_OTLP_HTTP_PORT are both 4318'],
    ['FAASLENS_AUTH', 'never', 'must be auto, required or off'],
    ['FAASLENS_PUBLIC_URL', 'ftp://x', 'must be an http or https address'],
    ['FAASLENS_PUBLIC_URL', 'https://example.org/lens', '/lens: must end after its host and port'],
    ['FAASLENS_PUBLIC_URL', 'https://example.org/?a=b', '?a=b: must end after its host and port'],
    [
      'FAASLENS_SECRET_KEY',
      'my secret',
      'FAASLENS_SECRET_KEY=***: must be 64 hex digits, or 32 bytes as base64',
    ],
    ['FAASLENS_ALLOW_PRIVATE_WEBHOOKS', 'yes', 'must be 1, 0, true or false'],
    ['FAASLENS_OTLP_GRPC_PORT', '4318', 'FAASLENS_OTLP_HTTP_PORT and FAASLENS_OTLP_GRPC_PORT are both 4318'],
    ['FAASLENS_CORS_ORIGINS', '*', 'must be origins as https://app.example.org'],
    ['FAASLENS_CORS_ORIGINS', 'https://a.example, https://b.example/path', 'must be origins'],
    ['FAASLENS_CORS_ORIGINS', 'null', 'must be origins'],
    ['FAASLENS_KEY_MAX_REQUESTS', '0', 'must be at least 1'],
    ['FAASLENS_KEY_MAX_SPANS_PER_SECOND', 'many', '=many: must be a number'],
    ['FAASLENS_RETENTION_DAYS', '30d', '=30d: must be a number'],
    ['FAASLENS_MAX_DISK_GB', '5GB', '=5GB: must be a number'],
    ['FAASLENS_CLICKHOUSE_QUEUE_MB', '1GB', '=1GB: must be a number of MB'],
    ['FAASLENS_STORE', 'clickhouse', 'FAASLENS_CLICKHOUSE_URL: must be set'],
    ['FAASLENS_STORE', 'oracle', 'must be sqlite or clickhouse'],
    ['FAASLENS_CLICKHOUSE_DATABASE', 'a`; DROP', 'FAASLENS_CLICKHOUSE_DATABASE=a`; DROP: must be letters'],
    ['FAASLENS_OTEL_TABLES', 'otel.otel_traces', 'FAASLENS_OTEL_TABLES=otel.otel_traces: must be letters'],
    ['FAASLENS_CLICKHOUSE_URL', 'clickhouse:8123', 'FAASLENS_CLICKHOUSE_URL=***: must be an http'],
    ['FAASLENS_CLICKHOUSE_URL', 'clickhouse', 'FAASLENS_CLICKHOUSE_URL=***: must be an http'],
    ['FAASLENS_CLICKHOUSE_URL', 'http://host/logs', 'FAASLENS_CLICKHOUSE_URL=***: must end after its host'],
    [
      'FAASLENS_CLICKHOUSE_URL',
      'http://host?async_insert=1',
      'FAASLENS_CLICKHOUSE_URL=***: must end after its host',
    ],
    ['FAASLENS_CLICKHOUSE_URL', 'http://me:secret@host', 'FAASLENS_CLICKHOUSE_URL=***: must not hold'],
  ])('refuses %s=%s and says why', (name, value, message) => {
    expect(() => load({ [name]: value })).toThrow(message);
  });

  it('refuses an unknown name and lists the known ones', () => {
    expect(() => load({ FAASLENS_PROT: '1' })).toThrow(
      /FAASLENS_PROT is not a setting of Faaslens; known: .*FAASLENS_PORT/,
    );
  });

  it('never repeats a secret in its message', () => {
    expect(() => load({ FAASLENS_ADMIN_KEY: 'too-short' })).toThrow(
      'FAASLENS_ADMIN_KEY=***: must have at least 20 characters',
    );
  });

  it('ignores what Kubernetes injects for a service of the same name', () => {
    const injected = {
      FAASLENS_SERVICE_HOST: '10.0.0.1',
      FAASLENS_SERVICE_PORT: '3000',
      FAASLENS_SERVICE_PORT_OTLP: '4318',
      FAASLENS_PORT: 'tcp://10.0.0.1:3000',
      FAASLENS_PORT_3000_TCP_ADDR: '10.0.0.1',
    };
    expect(load(injected).port).toBe(3000);
  });

  it('reads where ClickHouse is, its password from a file, and puts telemetry there only when told', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'faaslens-config-')), 'password');
    writeFileSync(file, 'p@ss/word\n');
    const named = {
      FAASLENS_CLICKHOUSE_URL: 'https://clickhouse.example.org:8443',
      FAASLENS_CLICKHOUSE_USER: 'lens',
      FAASLENS_CLICKHOUSE_PASSWORD_FILE: file,
      FAASLENS_CLICKHOUSE_CLUSTER: 'all',
    };
    const place = {
      url: 'https://lens:p%40ss%2Fword@clickhouse.example.org:8443/faaslens',
      cluster: 'all',
      queue: null,
    };
    expect(load(named)).toMatchObject({ clickhouse: null, clickhouseNamed: place });
    const chosen = { FAASLENS_STORE: 'clickhouse' };
    expect(load({ ...named, ...chosen }).clickhouse).toEqual(place);
    expect(() => load(chosen)).toThrow('FAASLENS_CLICKHOUSE_URL: must be set');
    const queued = load({ ...named, ...chosen, FAASLENS_CLICKHOUSE_QUEUE_MB: '20' });
    expect(queued.clickhouse?.queue).toEqual({
      folder: join(queued.dataDir, 'clickhouse-queue'),
      maxBytes: 20_000_000,
    });
    const tables = { FAASLENS_OTEL_TABLES: 'otel' };
    expect(load({ ...named, ...chosen, ...tables }).otelTables).toBe('otel');
    expect(() => load({ ...named, ...tables })).toThrow(
      'FAASLENS_OTEL_TABLES: needs FAASLENS_STORE=clickhouse',
    );
  });

  it('reads a value from the file that the _FILE name points to', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'faaslens-config-')), 'key');
    writeFileSync(file, 'a-long-enough-admin-key\n');
    expect(load({ FAASLENS_ADMIN_KEY_FILE: file }).adminKey).toBe('a-long-enough-admin-key');
    expect(() => load({ FAASLENS_ADMIN_KEY_FILE: `${file}.missing` })).toThrow('cannot be read');
    expect(() => load({ FAASLENS_ADMIN_KEY_FILE: file, FAASLENS_ADMIN_KEY: 'x'.repeat(20) })).toThrow(
      'both set',
    );
  });

  it('hands the child processes values instead of file names, and nothing of ours that it ignored', () => {
    const folder = mkdtempSync(join(tmpdir(), 'faaslens-config-'));
    writeFileSync(join(folder, 'key'), 'a-long-enough-admin-key');
    const env = { FAASLENS_ADMIN_KEY_FILE: 'key', FAASLENS_SERVICE_HOST: '10.0.0.1', HOME: '/home/me' };
    expect(loadConfig({ env, base: folder }).inherited).toEqual({
      FAASLENS_ADMIN_KEY: 'a-long-enough-admin-key',
      HOME: '/home/me',
    });
  });

  it('is frozen', () => {
    expect(Object.isFrozen(load())).toBe(true);
  });
});

describe('the README', () => {
  it('documents every setting with its default and its meaning', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    for (const { name, fallback, description } of CONFIG_TABLE) {
      const cell = fallback === '' ? '' : `\`${fallback}\` `;
      expect(readme, name).toContain(`| \`${name}\` | ${cell}| ${description}`);
    }
  });
});

describe('documents and files of deployment', () => {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const filesIn = (folder: string) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:md|ya?ml|service)$/.test(name))
      .map((name) => join(folder, name));

  it.each(['README.md', 'SECURITY.md', 'Dockerfile', ...filesIn('docs'), ...filesIn('deploy')])(
    '%s names no setting that does not exist',
    (file) => {
      const known = new Set([...CONFIG_TABLE.map(({ name }) => name), 'FAASLENS_PAYLOADS']);
      const named = readFileSync(join(root, file), 'utf8').match(/\bFAASLENS_[A-Z_]*[A-Z]\b/g) ?? [];
      expect(named.filter((name) => !known.has(name.replace(/_FILE$/, '')))).toEqual([]);
    },
  );
});

describe('isLoopbackHost', () => {
  it.each(['127.0.0.1', '127.8.9.1', '::1', '[::1]', 'localhost'])('knows %s as this machine', (host) => {
    expect(isLoopbackHost(host)).toBe(true);
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.evil.example', 'lens.example.org', ''])(
    'knows that %s is not only this machine',
    (host) => {
      expect(isLoopbackHost(host)).toBe(false);
    },
  );
});
