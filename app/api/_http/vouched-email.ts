/**
 * Whether a provider's claims vouch for the e-mail address. Some send the boolean as a string. Microsoft Entra
 * never sends `email_verified`; an app that requests the optional claim `xms_edov` learns whether the owner of the
 * address's domain is verified, which counts if the provider says nothing else.
 */
export function vouchesForEmail(claims: Readonly<Record<string, unknown>>): boolean {
  const { email_verified: verified, xms_edov: ownerVerified } = claims;
  const said = verified ?? ownerVerified;
  return said === true || said === 'true' || said === 1 || said === '1';
}
