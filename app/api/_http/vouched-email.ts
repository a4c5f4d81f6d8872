/**
 * Whether what a provider says of somebody vouches for the e-mail address. Some write the truth as a text. Microsoft's Entra
 * never says `email_verified`; an app that asks for the optional claim `xms_edov` is told whether the owner of the
 * address's domain is verified, which counts where the provider says nothing else.
 */
export function vouchesForEmail(claims: Readonly<Record<string, unknown>>): boolean {
  const { email_verified: verified, xms_edov: ownerVerified } = claims;
  const said = verified ?? ownerVerified;
  return said === true || said === 'true' || said === 1 || said === '1';
}
