import { FaaslensError } from '../errors';
import type { Scope } from '../settings/settings';
import { type HostConfig, hostName, isOwnHost, isOwnOrigin } from './hosts';
import type { RequestFacts } from './request-facts';

/**
 * Keeps other sites' pages out, in every mode: against pages whose name was rebound to our address, forged
 * cross-site requests, and other pages of this machine on other ports.
 *
 * Ingest is freer about the Host: functions reach the collector under whatever name their network gives it. Only
 * browsers can be tricked into calling, and a browser names the page in `Origin` whenever it sends anything but GET
 * or HEAD; so a sending request without Origin and Sec-Fetch-Site is no browser's, and its key decides alone.
 * @throws FaaslensError `forbidden` that says which of the rules refused.
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
