import { replaceCards } from './card';
import type { Hints } from './hints';
import type { DetectorId } from './rule';

/** Finds one kind of secret in a text, in time linear in the text's length. */
export interface TextDetector {
  readonly hints: Hints;
  replace(text: string, mark: string): string;
}

// Every pattern below begins with something rare, and repeats without alternatives or up to a bound, so that none backtracks far.
// The tests run them on texts designed to be slow.
const SECRET_WORD =
  '(?:passw(?:or)?d|passphrase|pwd|(?<!:)secret|(?<!(?:next|page|continuation|pagination|sync|input|output|max|stop|idempotency)[_-]?)token|(?:api|access|private|secret|signing|account|shared)[_-]?(?:access[_-]?)?key|x-amz-signature|x-amz-credential|signature|[?&]sig)';
// Three levels of nested JSON escape quotes with seven backslashes.
const ESCAPES = '\\\\{0,7}';
const BETWEEN = `(?:${ESCAPES}["']|%22)?\\s{0,3}(?:[=:]|%3[ad])\\s{0,3}(?!${ESCAPES}["']?\\[redacted )`;
const VALUE = `(?:\\\\"(?:[^"\\\\]|\\\\[^"])*|\\\\{2,7}"(?:[^"\\\\]|\\\\(?!${ESCAPES}"))*|"(?:[^"\\\\]|\\\\.)*|'[^']*|[^\\s,;&"'<>\\\\)}\\]]+)`;
const ASSIGNMENT = new RegExp(`(${SECRET_WORD}${BETWEEN})(${VALUE})`, 'gi');
const EMPTY_VALUE = /^(?:\\{0,7}["'])?(?:null|undefined|none|true|false|nil|\*+)?$/i;
const OPENING = /^\\{0,7}["']/;

const HEADER = new RegExp(
  `((?:authorization|cookie|api-key|auth-token)${BETWEEN})(digest [^\\r\\n]*|\\\\{1,7}"[^"\\r\\n]*|"[^"\\r\\n]*|'[^'\\r\\n]*|[^\\s"'][^"'\\r\\n]*)`,
  'gi',
);
const CREDENTIALS =
  /(?<![\w-])((?:bearer|basic)(?: {1,3}|%20|\+))(?=[^\s"',;]*[\d=._-])[\w.~+/=-]{12,4096}/gi;

const URL_PASSWORD = /(:\/\/[^\s:@/"'<>[\]]{0,256}:)[^\s@/"'<>]{1,256}(?=@)/g;
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g;
const JWT = /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{4,}(?:\.[\w-]*)?/g;
const VENDOR_TOKEN =
  /(?<![A-Za-z0-9])(?:(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])|gh[opsur]_[A-Za-z0-9]{30,255}|github_pat_\w{30,255}|glpat-[\w-]{20,255}|xox[abeoprs]-[\w-]{10,255}|xapp-[\w-]{10,255}|(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{10,255}|sk-(?:ant-|proj-|svcacct-)?[\w-]{20,255}|AIza[\w-]{35}|ya29\.[\w-]{20,1024}|SG\.[\w-]{16,64}\.[\w-]{16,64}|npm_[A-Za-z0-9]{36}|pypi-[\w-]{50,255}|dop_v1_[a-f0-9]{64}|shp(?:at|ss|ca|pa)_[a-fA-F0-9]{32}|whsec_[A-Za-z0-9+/=]{20,255}|hf_[A-Za-z0-9]{30,64}|fl_(?:ingest|read|admin)_[A-Za-z0-9]{20,255})|(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/]{10,255}|(?<=discord(?:app)?\.com\/api\/webhooks\/)[\w/-]{10,255}/g;
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const after = (text: string, letters: string): string[] => [...letters].map((letter) => text + letter);

export const TEXT_DETECTORS: Readonly<Record<Exclude<DetectorId, 'key-name'>, TextDetector>> = {
  'private-key': { hints: { texts: ['----'] }, replace: (text, mark) => text.replace(PRIVATE_KEY, mark) },
  authorization: {
    hints: { texts: ['auth', 'cook', 'bear', 'basi', '-key'] },
    replace: (text, mark) =>
      text
        .replace(HEADER, (found, before: string, value: string) =>
          EMPTY_VALUE.test(value) ? found : before + quoted(value, mark),
        )
        .replace(CREDENTIALS, (_found, before: string) => before + mark),
  },
  'url-password': {
    hints: { at: true },
    replace: (text, mark) => text.replace(URL_PASSWORD, (_found, before: string) => before + mark),
  },
  assignment: {
    hints: {
      texts: [
        ...'pass secr toke _key -key ikey skey tkey ekey gkey dkey sig= amz- sign'.split(' '),
        ...after('pwd', '=: "\'\\'),
      ],
    },
    replace: (text, mark) =>
      text.replace(ASSIGNMENT, (found, before: string, value: string) =>
        EMPTY_VALUE.test(value) ? found : before + quoted(value, mark),
      ),
  },
  jwt: { hints: { texts: ['.eyj'] }, replace: (text, mark) => text.replace(JWT, mark) },
  'vendor-token': {
    hints: {
      texts: [
        ...'akia asia abia acca ghp_ gho_ ghs_ ghu_ ghr_ _pat lpat xapp aiza ya29 npm_ pypi dop_ whse fl_i fl_r fl_a hook'.split(
          ' ',
        ),
        ...['xox', 'shp', 'sk_', 'rk_', 'pk_'].flatMap((text) => after(text, LETTERS)),
        ...['sk-', 'sg.', 'hf_'].flatMap((text) => after(text, `${LETTERS}0123456789-_`)),
      ],
    },
    replace: (text, mark) => text.replace(VENDOR_TOKEN, mark),
  },
  card: { hints: { digits: true }, replace: replaceCards },
  email: { hints: { at: true }, replace: (text, mark) => text.replace(EMAIL, mark) },
};

/** The mark after the value's opening quote; the closing quote is not part of the match. */
function quoted(value: string, mark: string): string {
  return (OPENING.exec(value)?.[0] ?? '') + mark;
}
