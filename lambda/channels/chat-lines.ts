import type { Incident } from '../../lib/contract/incident';
import type { Investigation } from '../../lib/contract/investigation';
import { summaryOf } from '../guard/headline';
import { callText, credentialText } from '../guard/mail-did';
import { counted } from '../guard/mail-layout';
import { darkFor, loggingNow } from '../guard/mail-state';
import { contained, doneInTheDark, howBad, news, whereOf } from '../guard/mail-top';
import { code, label, prose } from './chat-text';

/** How many of each list a chat message has; the mail has more. */
const SHORT_LIST = 5;

/** A line, from the most to the least urgent. Nothing that somebody else chose begins one. */
export function linesOf(incident: Incident): string[] {
  const { actor, call, investigation, revision } = incident;
  return [
    ...(revision > 1 ? [`${label(`Update ${revision}:`)} ${prose(news(incident))}`] : []),
    `${label('What:')} ${prose(summaryOf(incident))}`,
    ...told('Logging now', loggingNow(incident)),
    ...told('Dark', darkFor(incident), code),
    ...told('In the dark', doneInTheDark(incident)),
    ...told('How bad', howBad(incident)),
    ...told('Contained', contained(incident)),
    ...told('Where', whereOf(incident)),
    ...told('Who', actor?.arn ?? actor?.displayName, code),
    ...told('Person', investigation?.who.person, code),
    ...(investigation?.who.chain ?? [])
      .slice(0, SHORT_LIST)
      .flatMap(({ by, at, sourceIpAddress }) =>
        told('Assumed by', `${by} at ${at}${sourceIpAddress === undefined ? '' : ` from ${sourceIpAddress}`}`, code),
      ),
    ...told('Access key', actor?.accessKeyId, code),
    ...told('From', call?.sourceIpAddress, code),
    ...told('With', call?.userAgent, code),
    ...(investigation ? findingLines(investigation) : []),
  ];
}

function findingLines({ alerts, dark, who, origin, expected, activity }: Investigation): string[] {
  const reasons = [who, origin, expected, alerts, activity, dark ?? {}].flatMap(
    ({ undetermined = [] }) => undetermined,
  );
  return [
    ...(dark?.credentials ?? []).slice(0, SHORT_LIST).flatMap((one) => told('New', credentialText(one), code)),
    ...(dark?.sensitive ?? []).slice(0, SHORT_LIST).flatMap((call) => told('Dark call', callText(call), code)),
    ...(alerts.findings ?? [])
      .slice(0, SHORT_LIST)
      .flatMap(({ source, severity, title, at }) =>
        told('Other alert', `${source}, ${severity}, ${at}: ${title}`, code),
      ),
    ...told('Not determined', reasons.length === 0 ? undefined : `${counted(reasons.length, 'point')}, see the mail`),
  ];
}

function told(name: string, value: string | undefined, as = prose): string[] {
  return value === undefined || value === '' ? [] : [`${label(`${name}:`)} ${as(value)}`];
}
