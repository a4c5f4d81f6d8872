import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type FunctionFolder, functionFolder } from './testing/built-package';
import { lambdaContext } from './testing/lambda';
import { type OtlpReceiver, startOtlpReceiver } from './testing/otlp-receiver';
import { runtimeModule } from './testing/runtimes';

const README = readFileSync(fileURLToPath(new URL('../README.md', import.meta.url)), 'utf8');

/** What the blocks import beside this package and comes with the platform. */
const PLATFORM_PACKAGES = [
  '@aws-sdk/client-sqs',
  '@azure/functions',
  '@google-cloud/functions-framework',
  'firebase-functions',
];

/** The JavaScript of the README, by the heading above it. */
const blocks = README.split(/^## /m).flatMap((section) => {
  const [, code] = /```js\n([\s\S]*?)```/.exec(section) ?? [];
  return code === undefined ? [] : [{ title: section.split('\n')[0] ?? '', code }];
});

describe('what the README shows', () => {
  let functions: FunctionFolder;
  let receiver: OtlpReceiver;

  beforeAll(async () => {
    receiver = await startOtlpReceiver();
    functions = await functionFolder();
    for (const name of PLATFORM_PACKAGES) functions.link(await runtimeModule(name), name);
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', receiver.url);
    vi.spyOn(console, 'log').mockImplementation(() => {});
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    functions.discard();
    await receiver.close();
  });

  it('covers every platform', () => {
    expect(blocks.map(({ title }) => title.split(/[ ,(]/)[0])).toEqual([
      'AWS',
      'Azure',
      'Google',
      'Cloudflare',
      'Vercel',
      'Netlify',
      'Deno',
      'Firebase',
      'Knative',
      'Containers',
      'Lambda@Edge',
      'Messages',
      'Of',
    ]);
  });

  it.each(blocks)('can be bundled as it stands: $title', async ({ title, code }) => {
    const entry = functions.write(`${blocks.findIndex((block) => block.title === title)}.mjs`, code);
    const isEdge = /^(?:Cloudflare|Deno)/.test(title);
    const { warnings } = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      format: 'esm',
      platform: isEdge ? 'neutral' : 'node',
      external: ['node:*', 'next/*', ...PLATFORM_PACKAGES.flatMap((name) => [name, `${name}/*`])],
      logLevel: 'silent',
    });
    expect(warnings).toEqual([]);
  });

  it('makes an invocation of Lambda', async () => {
    const [lambda] = blocks;
    const file = functions.write('lambda.mjs', lambda?.code ?? '');
    const { handler } = (await import(/* @vite-ignore */ pathToFileURL(join(file)).href)) as {
      handler(event: object, context: object): Promise<unknown>;
    };
    expect(await handler({}, lambdaContext())).toEqual({ statusCode: 200 });
    expect(receiver.spans()).toHaveLength(1);
    expect(receiver.logs()).toMatchObject([{ body: 'hello' }]);
  });
});
