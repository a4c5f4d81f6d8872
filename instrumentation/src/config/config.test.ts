import { describe, expect, it } from 'vitest';
import { readConfig } from './config';

describe('the configuration', () => {
  it('has defaults that need no variable', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      disabled: false,
      logLevel: 'info',
      serviceName: undefined,
      sampler: { root: 'always_on', parentBased: true },
      traceContext: true,
      warnings: [],
      traces: { timeoutMs: 300, gzip: false, headers: {} },
    });
    expect(config.traces?.url.href).toBe('http://localhost:4318/v1/traces');
    expect(config.logs?.url.href).toBe('http://localhost:4318/v1/logs');
  });

  it.each([
    ['http://c:4318', 'http://c:4318/v1/traces'],
    ['http://c:4318/', 'http://c:4318/v1/traces'],
    ['https://c/base', 'https://c/base/v1/traces'],
  ])('appends the path of the signal to the generic endpoint %s', (endpoint, url) => {
    expect(readConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }).traces?.url.href).toBe(url);
  });

  it('prefers the variables of a signal and merges its headers over the generic ones', () => {
    const { traces, logs } = readConfig({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://generic',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://own/as/is',
      OTEL_EXPORTER_OTLP_HEADERS: 'a=1, b = 2',
      OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'b=3%2C4',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      OTEL_EXPORTER_OTLP_LOGS_TIMEOUT: '900',
      OTEL_EXPORTER_OTLP_TRACES_COMPRESSION: 'gzip',
    });
    expect(traces).toMatchObject({ timeoutMs: 500, gzip: true, headers: { a: '1', b: '3,4' } });
    expect(traces?.url.href).toBe('http://own/as/is');
    expect(logs).toMatchObject({ timeoutMs: 900, gzip: false, headers: { a: '1', b: '2' } });
  });

  it('decodes resource attributes and leaves out what is no pair', () => {
    const { resourceAttributes } = readConfig({
      OTEL_RESOURCE_ATTRIBUTES:
        'deployment.environment.name=prod%20eu,service.version=1=2,broken,=x,bad=%zz,',
    });
    expect(resourceAttributes).toEqual({
      'deployment.environment.name': 'prod eu',
      'service.version': '1=2',
      bad: '%zz',
    });
  });

  it.each([
    [
      { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' },
      { root: 'traceidratio', parentBased: false, ratio: 0.25 },
    ],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, { root: 'always_off', parentBased: true, ratio: 1 }],
    [{ OTEL_TRACES_SAMPLER: 'always_on' }, { root: 'always_on', parentBased: false, ratio: 1 }],
  ])('reads the sampler %j', (env, sampler) => {
    expect(readConfig(env)).toMatchObject({ sampler, warnings: [] });
  });

  it.each([
    { OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/protobuf' },
    { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'localhost:4318' },
    { OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: 'soon' },
    { OTEL_TRACES_EXPORTER: 'zipkin' },
    { OTEL_TRACES_SAMPLER: 'xray' },
    { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '7' },
    { OTEL_SPAN_LINK_COUNT_LIMIT: 'many' },
  ])('says what it cannot use: %j', (env) => {
    expect(readConfig(env).warnings).toHaveLength(1);
  });

  it('does not send a signal to an address that is none', () => {
    expect(readConfig({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'ftp://x' }).traces).toBeUndefined();
  });
});
