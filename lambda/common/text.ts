import { isIP } from 'node:net';

/**
 * Everything in an event can be written by an attacker. This makes a text harmless for mail, logs and terminals:
 * control, format and line characters (bidirectional overrides among them) are shown as their code points, addresses
 * with a scheme are broken, and the length is bounded. What is harmless stays as it is, also the second time.
 */
export function safeText(value: string, maximumLength = 256): string {
  const visible = value
    .slice(0, maximumLength * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, codePoint)
    .replace(/:\/\//g, '[:]//')
    .replace(SCHEMES, '$1[:]')
    .replace(/www\./gi, 'www[.]')
    // `\\server\share` is a link to some mail clients.
    .replace(/\\(?=\\)/g, '\\[]');
  return visible.length <= maximumLength ? visible : `${sliceWhole(visible, maximumLength - 1)}…`;
}

/** What mail clients and terminals make links of without `//`. */
const SCHEMES =
  /(?<![a-z0-9_])(mailto|tel|callto|facetime|sips?|xmpp|file|ftp|news|nntp|telnet|gopher|outlook|onenote|javascript|vbscript):/gi;

/** The same, for a value that may be missing. */
export function optionalText(value: string | undefined, maximumLength?: number): string | undefined {
  return value === undefined || value === '' ? undefined : safeText(value, maximumLength);
}

/** Printable ASCII only, as SNS subjects and shell commands want it. */
export function asciiText(value: string, maximumLength: number): string {
  const ascii = safeText(value, maximumLength * 2)
    .replace(/…/g, '...')
    .replace(/[^\x20-\x7e]/g, '?');
  return ascii.length <= maximumLength
    ? ascii
    : `${ascii.slice(0, Math.max(0, maximumLength - 3))}...`.slice(0, maximumLength);
}

function codePoint(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** Cuts without leaving half of a surrogate pair behind. */
function sliceWhole(value: string, length: number): string {
  const cut = value.slice(0, length);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/**
 * Mail clients and chat applications make links of bare domains, mail addresses and telephone numbers, too. What is shown
 * to people goes without them: `evil[.]example`, `eve@example[.]com`. Names of AWS services, ARNs and IP addresses stay
 * readable. Only for showing: what machines read must be exact.
 */
export function unlinked(value: string): string {
  return value
    .split(SERVICE_NAME)
    .map((part, index) => (index % 2 === 1 ? part : withoutLinks(part)))
    .join('');
}

/** The same of a command: a shell takes `\.` for a dot, and what it is typed on takes it for no domain. */
export function unlinkedCommand(command: string): string {
  return command
    .split(SERVICE_NAME)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(DOMAIN_DOT, '\\$&')))
    .join('');
}

/**
 * A service principal or endpoint of one label, which nobody but AWS answers under. Buckets are served under the labels
 * that begin with `s3`: those only without a path.
 */
const SERVICE_NAME =
  /(?<![\p{L}\p{M}\p{N}.。．｡_@-])((?:(?!s3)[a-z0-9-]+|s3[a-z0-9-]*(?=\.amazonaws\.com(?:\.cn)?(?![:/?#])))\.amazonaws\.com(?:\.cn)?)(?![\p{L}\p{N}_-]|[.。．｡][\p{L}\p{N}])/gu;

/** Before a letter a dot may be that of a top-level domain, in any script and in every form that browsers take. */
const DOMAIN_DOT = /(?<=[\p{L}\p{M}\p{N}_-])[.。．｡](?=\p{L}[\p{L}\p{M}\p{N}-])/gu;

/** An IP address with a port or a path; a network such as `198.51.100.0/24` has none. */
const IP_DOT = /(?<=(?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3})\.(?=\d{1,3}(?::\d|\/(?!\d{1,2}(?![\w./-]))))/g;

/** Seven to fifteen digits with something between them; not part of a longer id. */
const TELEPHONE = /(?<![\p{L}\p{N}_-])[+(]{0,2}\d[\d ().-]{6,}\d(?![\p{L}\p{N}_-])/gu;

function withoutLinks(text: string): string {
  return text
    .replace(DOMAIN_DOT, '[.]')
    .replace(IP_DOT, '[.]')
    .replace(TELEPHONE, (number) => (isTelephone(number) ? number.replace(/[^\d]+/g, '[$&]') : number));
}

function isTelephone(text: string): boolean {
  const digits = text.replace(/\D/g, '').length;
  const isVersion = /^[\d.]+$/.test(text) && !/^\d{3}\.\d{3}\.\d{4}$/.test(text);
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(text);
  return digits >= 7 && digits <= 15 && !/^\d+$/.test(text) && !isVersion && !isDate && isIP(text) === 0;
}
