import { linkUrl } from '@/core/auth/own-address';
import { FaaslensError } from '@/core/errors';
import { type LinkToken, ROLES, type User, type UserSettings } from '@/core/settings/people';
import { readWords } from './words';

const USAGE = `usage:
  faaslens users list
  faaslens users add <e-mail> [--role viewer|editor|admin] [--name <name>] [--environment <name>]
  faaslens users role <e-mail> viewer|editor|admin
  faaslens users reset <e-mail>        a link to choose a new password
  faaslens users disable <e-mail>
  faaslens users enable <e-mail>`;

export interface UsersContext {
  readonly settings: UserSettings;
  /** Address of the dashboard, for links. */
  readonly address: string;
  /** Prints one line. */
  readonly print: (line: string) => void;
}

/**
 * Runs the verb `users` with the words after it.
 * @throws FaaslensError with the fix when the words make no sense or there is no such user
 */
export async function runUsers(
  argv: readonly string[],
  { settings, address, print }: UsersContext,
): Promise<void> {
  const { values, positionals } = readWords(
    argv,
    { role: { type: 'string' }, name: { type: 'string' }, environment: { type: 'string' } },
    USAGE,
  );
  const [verb = '', email = '', role, ...rest] = positionals;
  const wanted = verb === 'list' ? 1 : verb === 'role' ? 3 : 2;
  if (positionals.length !== wanted || rest.length > 0) throw new FaaslensError('invalid_input', USAGE);
  if (verb === 'list') return list(await settings.listUsers(), print);
  if (verb === 'add') {
    const { user, link } = await settings.createUser({
      email,
      name: values.name ?? email,
      role: toRole(values.role ?? 'viewer'),
      environment: values.environment ?? null,
    });
    print(`${user.email} is invited as ${user.role}.`);
    return showLink(link, address, print);
  }
  const user = await find(settings, email);
  if (verb === 'reset') return showLink(await settings.createUserLink(user.id), address, print);
  if (verb === 'role') {
    const changed = await settings.updateUser(user.id, { role: toRole(role ?? '') });
    return print(`${changed.email} is ${changed.role} now.`);
  }
  if (verb === 'disable' || verb === 'enable') {
    const changed = await settings.updateUser(user.id, { disabled: verb === 'disable' });
    return print(
      verb === 'disable'
        ? `${changed.email} is disabled: every session is over.`
        : `${changed.email} may sign in again.`,
    );
  }
  throw new FaaslensError('invalid_input', USAGE);
}

async function find(settings: UserSettings, email: string): Promise<User> {
  const user = (await settings.listUsers()).find((one) => one.email === email.trim().toLowerCase());
  if (user) return user;
  throw new FaaslensError('not_found', `There is no user ${email}. "faaslens users list" shows them.`);
}

function toRole(text: string): User['role'] {
  const role = ROLES.find((known) => known === text);
  if (role) return role;
  throw new FaaslensError(
    'invalid_input',
    `the role must be viewer (sees everything), editor (also rules, channels, prices) or admin (also users and keys)\n${USAGE}`,
  );
}

function showLink({ token, expiresAt }: LinkToken, address: string, print: UsersContext['print']): void {
  print(
    `This link opens once, until ${new Date(expiresAt).toISOString().slice(0, 16).replace('T', ' ')} UTC:`,
  );
  print('');
  print(`  ${linkUrl(address, token)}`);
  print('');
}

function list(users: readonly User[], print: UsersContext['print']): void {
  if (users.length === 0)
    print('There are no users yet. Invite one: faaslens users add <e-mail> --role admin');
  const width = Math.max(...users.map(({ email }) => email.length));
  for (const { email, role, state, environment, lastSignInAt } of users) {
    const last = lastSignInAt === null ? 'never' : new Date(lastSignInAt).toISOString().slice(0, 10);
    const bound = environment === null ? '' : `  only ${environment || 'functions without an environment'}`;
    print(`${email.padEnd(width)}  ${role.padEnd(6)}  ${state.padEnd(8)}  last signed in ${last}${bound}`);
  }
}
