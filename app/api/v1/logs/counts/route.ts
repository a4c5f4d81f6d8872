import { countLogs } from '@/app/_queries/log-counts';
import { logCounts } from '@/app/api/_contract/logs';
import { route } from '@/app/api/_http/route';

export const GET = route(logCounts, ({ query }) => countLogs(query));
