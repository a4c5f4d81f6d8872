import { BEGINNINGS } from '../model/channels/message-input';
import { readNotice, type Stored } from '../model/channels/notice';
import { applyTemplates } from '../model/channels/templates';
import { templatesInputSchema } from './channel-input';
import type { Connection } from './connection';
import { parseInput } from './inputs';
import type { AlertSettings } from './settings';

export function createPreviewSettings({ prisma }: Connection): Pick<AlertSettings, 'previewTemplates'> {
  return {
    async previewTemplates(input) {
      const templates = parseInput(templatesInputSchema, input);
      const newest = await prisma.outbox.findFirst({
        where: { kind: { in: [...BEGINNINGS, 'alert.resolved'] }, incidentId: { not: null } },
        orderBy: { createdAt: 'desc' },
      });
      const { notice, problem } = applyTemplates(readNotice(newest ?? INVENTED), templates);
      return {
        title: notice.title,
        text: notice.text,
        note: problem,
        incidentId: newest?.incidentId ?? null,
      };
    },
  };
}

/** What an alert looks like, for as long as there was none. */
const INVENTED: Stored = {
  id: 'msg_example',
  kind: 'alert.firing',
  channelId: '',
  incidentId: null,
  payload: JSON.stringify({
    type: 'alert.firing',
    timestamp: '2026-01-01T00:00:00.000Z',
    data: {
      id: 'inc_example',
      rule: { id: 'rul_example', name: 'Error rate', severity: 'critical' },
      status: 'firing',
      reason: 'threshold',
      message: '7.4 % of 812 invocations of checkout failed within 5 min; the limit is 5 %.',
      function: { id: '0000000000000000', name: 'checkout', environment: 'production' },
      labels: { function: 'checkout', environment: 'production', region: 'eu-west-1' },
      value: 7.4,
      threshold: 5,
      unit: '%',
      window: '5m',
      samples: 812,
      starts_at: '2026-01-01T00:00:00.000Z',
      ends_at: null,
      url: 'https://faaslens.example.org/functions/0000000000000000',
      incident_url: 'https://faaslens.example.org/alerts/incidents/inc_example',
    },
  }),
};
