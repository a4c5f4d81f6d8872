import type { ErrorOccurrenceView } from '@/core/model/views';
import { Stack } from '../../../_components/telemetry/stack';
import { Card } from '../../../_components/ui/card';
import { CopyButton } from '../../../_components/ui/copy-button';
import { mapStack } from '../../../_queries/source-maps/map-stack';

/** The stack of an error, in the code that people wrote where source maps of its version were uploaded. */
export async function StackCard({ sample }: { readonly sample: ErrorOccurrenceView }) {
  const { lines, maps } = await mapStack(sample);
  const isMapped = lines.some(({ original }) => original !== null);
  return (
    <Card title="Stack trace" aside={<CopyButton text={sample.stack} label="Copy stack as sent" />}>
      <Stack lines={lines} />
      <p className="mt-2 text-faint text-tremor-label">
        {isMapped
          ? `Mapped by the source maps of version ${sample.version}; point at a line to see it as it was sent.`
          : maps > 0
            ? `None of the ${maps} source maps of version ${sample.version} covers these lines.`
            : 'In generated code? Upload source maps: faaslens sourcemaps upload, or POST /api/v1/source-maps.'}
      </p>
    </Card>
  );
}
