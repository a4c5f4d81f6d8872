// Makes thumbnails of every picture that lands in an S3 bucket. Give it 512 MB.
import { setTimeout as sleep } from 'node:timers/promises';
import { wrap } from '@faaslens/instrumentation/aws-lambda';
import { SpanKind } from '@opentelemetry/api';
import { withSpan } from './with-span.mjs';

const WIDTHS = [128, 512, 1024];

class UnsupportedImageError extends Error {
  name = 'UnsupportedImageError';
}

const s3 = (operation, bucket, key, fn) =>
  withSpan(
    `S3.${operation}`,
    {
      kind: SpanKind.CLIENT,
      attributes: { 'rpc.system.name': 'aws-api', 'aws.s3.bucket': bucket, 'aws.s3.key': key },
    },
    fn,
  );

async function resize(width, megapixels) {
  await withSpan('resize', { attributes: { 'image.width': width } }, () =>
    sleep(10 + megapixels * 12 * Math.random()),
  );
}

export const handler = wrap(async (event) => {
  for (const { s3: source } of event.Records) {
    const bucket = source.bucket.name;
    const { key, size } = source.object;
    if (key.endsWith('.gif')) throw new UnsupportedImageError('Animated pictures are not supported');
    const megapixels = size / 250_000;
    await s3('GetObject', bucket, key, () => sleep(20 + Math.random() * 40));
    console.debug(`resizing ${key}, ${megapixels.toFixed(1)} megapixels`);
    for (const width of WIDTHS) {
      await resize(width, megapixels);
      await s3('PutObject', bucket, `thumbnails/${width}/${key}`, () => sleep(10 + Math.random() * 20));
    }
    console.log(`made ${WIDTHS.length} thumbnails of ${key}`);
  }
  return { pictures: event.Records.length };
});
