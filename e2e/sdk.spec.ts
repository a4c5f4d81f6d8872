import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { api, type List, until } from './support/api';
import { expect, withOneService } from './support/fixtures';
import { ROOT } from './support/service';

const run = promisify(execFile);
const test = withOneService();

interface Trace {
  readonly spans: readonly {
    name: string;
    isInvocation: boolean;
    status: string;
    spanId: string;
    eventCount: number;
  }[];
}

interface Totals {
  readonly invocations: number;
  readonly coldStarts: number;
  readonly costUsd: string;
}

for (const encoding of ['json', 'protobuf'] as const) {
  test(`a trace that the OpenTelemetry SDK sends three times as ${encoding} appears once`, async ({
    service,
    page,
  }) => {
    const name = `checkout-${encoding}`;
    const { stdout } = await run(
      process.execPath,
      [join(ROOT, 'e2e/clients/sdk-client.mjs'), encoding, '3'],
      {
        env: {
          PATH: process.env.PATH ?? '',
          OTEL_EXPORTER_OTLP_ENDPOINT: service.otlp,
          OTEL_SERVICE_NAME: 'checkout-service',
          OTEL_RESOURCE_ATTRIBUTES: `cloud.provider=aws,cloud.platform=aws_lambda,cloud.region=eu-west-1,faas.name=${name},faas.max_memory=268435456,host.arch=arm64`,
          OTEL_METRICS_EXPORTER: 'none',
          OTEL_LOGS_EXPORTER: 'none',
          // Its own ten seconds are short on a busy machine.
          OTEL_EXPORTER_OTLP_TIMEOUT: '60000',
        },
      },
    );
    const traceId = stdout.trim();
    expect(traceId).toMatch(/^[0-9a-f]{32}$/);

    const trace = await until(
      () => api<Trace>(service.url, `/traces/${traceId}`),
      ({ spans }) => spans.length > 0,
    );
    expect(trace.spans.map(({ name }) => name)).toEqual(['checkout', 'SELECT orders']);
    expect(trace.spans.map(({ isInvocation }) => isInvocation)).toEqual([true, false]);
    const span = await api<{ events: readonly { name: string }[]; attributes: Record<string, unknown> }>(
      service.url,
      `/traces/${traceId}/spans/${trace.spans[1]?.spanId}`,
    );
    expect(span.events.map(({ name }) => name)).toEqual(['exception']);

    const functions = await api<List<Totals & { id: string; name: string }>>(
      service.url,
      '/functions?from=now-1h&to=now',
    );
    const ours = functions.items.filter((one) => one.name === name);
    expect(ours).toMatchObject([{ invocations: 1, coldStarts: 1 }]);
    const invocations = await api<List<{ costUsd: string; memoryMb: number }>>(
      service.url,
      `/invocations?from=now-1h&to=now&functionId=${ours[0]?.id}`,
    );
    expect(invocations.items).toHaveLength(1);
    expect(invocations.items[0]?.memoryMb).toBe(256);
    expect(ours[0]?.costUsd).toBe(invocations.items[0]?.costUsd);

    await page.goto(`${service.url}/traces/${traceId}`);
    await expect(page.getByText('SELECT orders').first()).toBeVisible();
  });
}
