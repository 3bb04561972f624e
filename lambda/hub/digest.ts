import type { Incident } from '../../lib/contract/incident';
import { levelOf } from '../common/severity';
import { asciiText, unlinked } from '../common/text';
import { summaryOf } from '../guard/headline';
import { counted } from '../guard/mail-layout';
import { longestThatFits, type TopicMessage, topicMessage } from './topic';

/** SNS takes fewer than 100 characters. */
export const SUBJECT_LENGTH = 99;

/** Many incidents in one message, the worst first. */
export function digestOf(incidents: readonly Incident[]): TopicMessage {
  const worstFirst = [...incidents].sort(
    (a, b) => levelOf(b.severity) - levelOf(a.severity) || b.riskScore - a.riskScore,
  );
  const accounts = new Set(incidents.map(({ account }) => account)).size;
  const regions = new Set(incidents.map(({ region }) => region)).size;
  const worst = worstFirst[0]?.severity ?? 'informational';
  const total = incidents.length;
  const where = `in ${counted(accounts, 'account')} and ${counted(regions, 'Region')}`;
  const subject = asciiText(`CloudTrail: ${counted(total, 'incident')} ${where}, worst ${worst}`, SUBJECT_LENGTH);
  return longestThatFits(worstFirst, total, (shown, leftOut) =>
    topicMessage(
      subject,
      [
        `Guards told ${counted(total, 'incident')} at once, ${where}. The worst come first.`,
        [
          ...shown.map(lineOf),
          ...(leftOut > 0 ? [`- and ${leftOut} more, which the message has no room for: see the hub's table`] : []),
        ].join('\n'),
        "Each is in the hub's table in full, under kind incident#ACCOUNT, with what to do next.",
      ].join('\n\n'),
      { schemaVersion: '1.0', kind: 'incidents', total, leftOut, incidents: shown.map(shortOf) },
      { severity: worst, outcome: 'several' },
    ),
  );
}

function lineOf(incident: Incident): string {
  const { severity, account, region, revision } = incident;
  const update = revision > 1 ? `, update ${revision}` : '';
  return `- ${severity.toUpperCase()}, ${account} ${region}${update}: ${unlinked(summaryOf(incident))}`;
}

/** For machines: what is needed to find the whole of it. */
function shortOf({ account, region, id, revision, outcome, severity, technique, trail, actor, detectedAt }: Incident) {
  return {
    account,
    region,
    id,
    revision,
    outcome,
    severity,
    technique: technique.id,
    ...(trail.arn ? { trail: trail.arn } : {}),
    ...(actor ? { actor: actor.arn ?? actor.displayName } : {}),
    detectedAt,
  };
}
