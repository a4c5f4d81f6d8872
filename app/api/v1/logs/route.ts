import { listLogs } from '@/app/_queries/logs';
import { logs } from '@/app/api/_contract/logs';
import { route } from '@/app/api/_http/route';

export const GET = route(logs, ({ query }) => listLogs(query));
