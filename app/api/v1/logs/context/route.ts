import { logContext as ask } from '@/app/_queries/log-context';
import { logContext } from '@/app/api/_contract/logs';
import { route } from '@/app/api/_http/route';

export const GET = route(logContext, ({ query }) => ask(query));
