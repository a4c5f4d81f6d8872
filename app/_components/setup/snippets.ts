export interface Snippet {
  readonly name: string;
  readonly intro: string;
  readonly code: string;
}

/** Placeholder for the key until there is one. */
export const PLACE_OF_KEY = '<your ingest key>';

/** What to paste to send a first trace to this very instance; `key` is null if none is required. */
export function snippets(endpoint: string, key: string | null): readonly Snippet[] {
  const header = key === null ? '' : `\nOTEL_EXPORTER_OTLP_HEADERS="Authorization=Bearer%20${key}"`;
  const curlHeader = key === null ? '' : ` \\\n  -H 'authorization: Bearer ${key}'`;
  return [
    {
      name: 'AWS Lambda',
      intro:
        'Install the package from the folder of Faaslens (it is not on npm yet), wrap the handler, and set the variable in the function’s configuration.',
      code: [
        'npm i <path to faaslens>/instrumentation',
        "import { wrap } from '@faaslens/instrumentation'; export const handler = wrap(yourHandler);",
        `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}${header}`,
      ].join('\n'),
    },
    {
      name: 'OpenTelemetry SDK',
      intro: 'Every OpenTelemetry SDK reads these variables; nothing from Faaslens is needed.',
      code: [
        `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}${header}`,
        'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
        'OTEL_SERVICE_NAME=my-function',
      ].join('\n'),
    },
    {
      name: 'curl',
      intro: 'One test trace: an invocation of a function called hello, sent from this shell.',
      code: `curl '${endpoint}/v1/traces' -H 'content-type: application/json'${curlHeader} -d '${testTrace()}'`,
    },
  ];
}

function testTrace(): string {
  const value = (text: string) => ({ stringValue: text });
  const span = {
    traceId: '@TRACE@',
    spanId: '@SPAN@',
    name: 'hello',
    kind: 2,
    startTimeUnixNano: '@NOW@000000000',
    endTimeUnixNano: '@NOW@120000000',
    attributes: [
      { key: 'faas.trigger', value: value('http') },
      { key: 'faas.coldstart', value: { boolValue: true } },
    ],
  };
  const resource = {
    attributes: [
      { key: 'service.name', value: value('hello') },
      { key: 'faas.name', value: value('hello') },
    ],
  };
  const body = JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: [span] }] }] });
  // Each of these closes the single quotes, so that the shell fills in a fresh id or the clock.
  const shell = (command: string) => `'"$(${command})"'`;
  return body
    .replace('@TRACE@', shell('openssl rand -hex 16'))
    .replace('@SPAN@', shell('openssl rand -hex 8'))
    .replaceAll('@NOW@', shell('date +%s'));
}
