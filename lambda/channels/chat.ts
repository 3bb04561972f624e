import { createHash } from 'node:crypto';
import type { Incident } from '../../lib/contract/incident';
import { parseTrailArn } from '../common/scope';
import { subjectOf } from '../guard/headline';
import { shown, splitStep } from '../guard/mail-shown';
import { linesOf } from './chat-lines';
import { code, prose, title } from './chat-text';

/** A custom notification of Amazon Q Developer in chat applications. */
export interface ChatNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** Updates of an incident come in its thread. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** AWS documents no limits of its own. Slack takes 3,000 characters in a section and 150 in a header; Teams takes more. */
const DESCRIPTION_LENGTH = 2_900;
const STEP_LENGTH = 500;
const STEPS = 5;

/** A line break in Markdown; in Slack the spaces are not seen. */
const BREAK = '  \n';

/**
 * The incident for chat applications, short, with its updates in one thread.
 *
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html
 */
export function chatOf(incident: Incident): ChatNotification {
  const { id, revision, trail, outcome, severity, riskScore, technique, account, region } = incident;
  const told = shown(incident);
  const threadId = `trail-guard-${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
  const headline = title(`${severity.toUpperCase()}: ${subjectOf(incident)}`);
  const arn = trail.arn === undefined ? undefined : parseTrailArn(trail.arn)?.arn;
  return {
    version: '1.0',
    source: 'custom',
    id: `${threadId}-${revision}`,
    content: {
      textType: 'client-markdown',
      title: headline,
      description: fitted(linesOf(told)).join(BREAK),
      nextSteps: told.nextSteps.map(stepText).slice(0, STEPS),
      keywords: [severity, outcome, technique.id, account, region],
    },
    metadata: {
      threadId,
      summary: headline,
      eventType: 'TrailGuardIncident',
      relatedResources: arn === undefined ? [] : [arn],
      additionalContext: {
        outcome,
        severity,
        riskScore: String(riskScore),
        technique: technique.id,
        account,
        region,
        revision: String(revision),
      },
    },
  };
}

/** Whole lines, as many as fit: half a line could be half a markup. */
function fitted(lines: readonly string[]): string[] {
  const more = 'More is in the mail.';
  const fitting: string[] = [];
  let left = DESCRIPTION_LENGTH - more.length - BREAK.length;
  for (const line of lines) {
    left -= line.length + BREAK.length;
    if (left < 0) {
      return [...fitting, more];
    }
    fitting.push(line);
  }
  return fitting;
}

/**
 * A command to copy, or a link of the guard's own to AWS's console. A command that would not be exact, or is not whole,
 * is left to the mail.
 */
function stepText(step: string): string {
  const [words, rest] = splitStep(step);
  const text = `${prose(words)}${rest.startsWith(' https://') ? rest : rest === '' ? '' : ` ${code(rest)}`}`;
  const isExact = rest === '' || !/[`<>&]/.test(rest);
  return isExact && text.length <= STEP_LENGTH ? text : `${prose(words).slice(0, STEP_LENGTH - 20)} (see the mail)`;
}
