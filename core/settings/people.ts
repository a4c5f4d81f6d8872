/** People and how they come in. Times are epoch milliseconds; unknown ids are refused with `not_found`. */

export const ROLES = ['viewer', 'editor', 'admin'] as const;

/** A viewer sees everything, an editor also edits rules, channels, prices and triage, an admin also keys and users. */
export type Role = (typeof ROLES)[number];

export interface User {
  readonly id: string;
  /** Lower case. */
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** The only environment that a viewer sees; null: all. */
  readonly environment: string | null;
  /** `invited` until a password is set or single sign-on is used. */
  readonly state: 'invited' | 'active' | 'disabled';
  readonly singleSignOn: boolean;
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
}

export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly device: string;
  readonly address: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}

/** What a browser says of itself; where it comes from. */
export interface Visitor {
  readonly device: string;
  readonly address: string;
}

/** A new session; `token` is shown this once and kept only as a hash. */
export interface SignedIn {
  readonly token: string;
  readonly session: Session;
  readonly user: User;
}

/** What the token of a link is: shown this once, kept only as a hash, good for one use. */
export interface LinkToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** Whom a link is for; `setup` makes the first admin. */
export interface OpenedLink {
  readonly kind: 'setup' | 'invite' | 'reset';
  readonly email: string | null;
  readonly role: Role;
}

/** Who came with a session's token. */
export interface SessionOwner {
  readonly sessionId: string;
  readonly userId: string;
  readonly role: Role;
  readonly environment: string | null;
}

export interface UserInput {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly environment: string | null;
}

export interface UserChange {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly environment?: string | null | undefined;
  readonly disabled?: boolean | undefined;
}

/** What an OpenID provider says of a person. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly email: string;
  /** Whether the provider vouches for the address. */
  readonly emailVerified: boolean;
  readonly name: string;
}

export interface UserSettings {
  /** Whether anybody could sign in with a password or single sign-on. */
  hasActiveUser(): Promise<boolean>;
  /** A link for the first admin in place of an earlier one; null once there is somebody. */
  createSetupLink(): Promise<LinkToken | null>;
  /** @throws FaaslensError `conflict` when the address is taken */
  createUser(input: UserInput): Promise<{ user: User; link: LinkToken }>;
  /** Disabling ends the sessions. @throws FaaslensError `conflict` for the last admin */
  updateUser(id: string, change: UserChange): Promise<User>;
  /** A link to choose a new password, in place of an earlier link. The old password stays until it is used. */
  createUserLink(id: string): Promise<LinkToken>;
  listUsers(): Promise<readonly User[]>;
  getUser(id: string): Promise<User>;
  /** @throws FaaslensError `not_found` when the link is unknown, used or too old */
  openLink(token: string): Promise<OpenedLink>;
  /** Sets the password, ends the user's other sessions and signs in. A `setup` link takes e-mail and name too. */
  acceptLink(
    input: { token: string; password: string; email?: string | undefined; name?: string | undefined },
    visitor: Visitor,
  ): Promise<SignedIn>;
}

export interface SessionSettings {
  /** @throws FaaslensError `unauthenticated` with one text for every reason */
  signIn(input: { email: string; password: string }, visitor: Visitor): Promise<SignedIn>;
  /**
   * Signs in who an OpenID provider vouches for: a known identity, an invited address, or one of the domains.
   * @throws FaaslensError `forbidden` for everybody else
   */
  signInAs(identity: Identity, visitor: Visitor): Promise<SignedIn>;
  /** Who has this token; null when it is unknown, over, or its user disabled. Notes its use now and then. */
  findSession(token: string): Promise<SessionOwner | null>;
  /** Of one user, or of all; the last used first. */
  listSessions(userId: string | null): Promise<readonly Session[]>;
  /** `userId`: only when it is this user's. */
  endSession(id: string, userId: string | null): Promise<void>;
  /** Ends the user's other sessions. @throws FaaslensError `forbidden` when the current password is wrong */
  changePassword(
    userId: string,
    passwords: { current: string; next: string },
    keepSessionId: string,
  ): Promise<void>;
}

/** How people sign in elsewhere. */
export interface SingleSignOn {
  /** Address of the provider; its OpenID configuration is found below it. */
  readonly issuer: string;
  readonly clientId: string;
  /** What the button says. */
  readonly label: string;
  /** Owners of addresses of these domains become users when they first sign in. */
  readonly domains: readonly string[];
  /** Of who becomes a user so. */
  readonly role: Role;
}

export interface SingleSignOnSettings {
  /** Null while there is none. */
  getSingleSignOn(): Promise<SingleSignOn | null>;
  /** With its secret; for the process that asks the provider. */
  openSingleSignOn(): Promise<(SingleSignOn & { readonly clientSecret: string }) | null>;
  /** A secret that is left out stays as it is. */
  setSingleSignOn(
    input: SingleSignOn & { readonly clientSecret?: string | undefined },
  ): Promise<SingleSignOn>;
  removeSingleSignOn(): Promise<void>;
}

export type PeopleSettings = UserSettings & SessionSettings & SingleSignOnSettings;
