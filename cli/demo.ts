import type { BackgroundHandlers } from '@/collector/background/background';
import type { Config } from '@/core/config';
import type { Remote } from '@/core/thread/calls';

const DEMO_RULE = 'Demo: a function fails too often';

/**
 * Makes what the demo needs besides traffic: an alert rule, so that the alert screen has something to show, and a
 * key when the collector asks for one.
 */
export async function prepareDemo(
  config: Pick<Config, 'auth' | 'host' | 'publicUrl'>,
  calls: Pick<Remote<BackgroundHandlers>, 'listRules' | 'createRule' | 'createKey'>,
): Promise<{ headers: Record<string, string> }> {
  const rules = await calls.listRules();
  if (rules.length === 0) {
    await calls.createRule({
      name: DEMO_RULE,
      enabled: true,
      kind: 'error_rate',
      functionId: null,
      environment: 'demo',
      windowMinutes: 5,
      threshold: 0.1,
      recoveryThreshold: 0.05,
      minInvocations: 10,
      severity: 'warning',
      channelId: null,
    });
  }
  if (config.auth === 'off' || (config.auth === 'auto' && config.publicUrl === null)) return { headers: {} };
  const { secret } = await calls.createKey({ name: 'demo', scope: 'ingest' });
  return {
    headers: { OTEL_EXPORTER_OTLP_HEADERS: `authorization=${encodeURIComponent(`Bearer ${secret}`)}` },
  };
}
