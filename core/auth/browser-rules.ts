import { FaaslensError } from '../errors';
import type { Scope } from '../settings/settings';
import { type HostConfig, hostName, isOwnHost, isOwnOrigin } from './hosts';
import type { RequestFacts } from './request-facts';

/**
 * Keeps pages of other sites out, in every mode: pages that use DNS rebinding, cross-site request forgery, and pages on other
 * ports of this machine.
 *
 * For ingest, the Host is not restricted: functions reach the collector under whatever name their network gives it. Only
 * browsers can be tricked into sending requests, and a browser names the page in `Origin` with anything but GET or HEAD. A
 * sending request without Origin and Sec-Fetch-Site is therefore not from a browser, and its key alone decides.
 * @throws FaaslensError `forbidden` that says which rule refused.
 */
export function refuseForeign(request: RequestFacts, scope: Scope, config: HostConfig): void {
  const origin = request.header('origin');
  const fetchSite = request.header('sec-fetch-site');
  const onlyReads = request.method === 'GET' || request.method === 'HEAD';

  const name = hostName(request.header('host'));
  const noBrowser = origin === undefined && fetchSite === undefined && !onlyReads;
  if (!(scope === 'ingest' && noBrowser) && (name === null || !isOwnHost(name, config))) {
    throw new FaaslensError(
      'forbidden',
      'the Host of this request is not an address of this Faaslens: set FAASLENS_PUBLIC_URL to the address that people use',
    );
  }
  if (origin !== undefined && !isOwnOrigin(origin, request.header('host') ?? '', config))
    throw new FaaslensError('forbidden', 'pages of another origin may not call Faaslens');

  const fromElsewhere = fetchSite === 'cross-site' || fetchSite === 'same-site';
  const followsLink = onlyReads && request.header('sec-fetch-mode') === 'navigate';
  if (fromElsewhere && !followsLink)
    throw new FaaslensError('forbidden', 'other sites may link to Faaslens, not call it');
}
