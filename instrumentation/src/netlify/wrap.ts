import { recordOf, textOf } from '../value';
import { createWebWrap } from '../web/create-web-wrap';
import { namelessResource } from '../web/nameless-resource';
import type { HostCall, HostDescription } from '../web/web-host';
import type { WebWrap } from '../web/web-options';

const DIRECT_PATH = /^\/\.netlify\/(?:functions|builders)\/([^/?]+)/;

/**
 * Instruments a function of Netlify, `(request, context) => Response`; telemetry is sent by `context.waitUntil`.
 * Functions of the older kind, `(event, context)`, are Lambda functions: use the entry for AWS Lambda.
 */
export const wrap: WebWrap = createWebWrap({ resource: namelessResource, describe: describeNetlify });

function describeNetlify({
  request: { url, headers },
  args: [, context],
}: HostCall): Partial<HostDescription> {
  const { requestId, path, deploy, site, account } = recordOf(context);
  const route = textOf(path);
  const [, direct] = DIRECT_PATH.exec(URL.canParse(url) ? new URL(url).pathname : '') ?? [];
  return {
    ...(headers.get('x-nf-event') === 'schedule' ? { trigger: 'timer' } : {}),
    route,
    functionName: direct ?? route ?? textOf(recordOf(site).name),
    attributes: {
      'faas.invocation_id': textOf(requestId) ?? headers.get('x-nf-request-id') ?? undefined,
      'faas.version': textOf(recordOf(deploy).id),
      'deployment.environment.name': textOf(recordOf(deploy).context),
      'cloud.account.id': textOf(recordOf(account).id),
    },
  };
}
