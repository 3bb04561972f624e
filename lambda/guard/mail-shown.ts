import type { Incident } from '../../lib/contract/incident';
import { unlinked, unlinkedCommand } from '../common/text';

/**
 * The incident as it is shown to people: no text in it becomes a link in a mail client or a chat application. What is
 * typed or clicked stays exact: commands, and the guard's own links to AWS's console.
 */
export function shown(incident: Incident): Incident {
  const { nextSteps, containment, ...facts } = incident;
  const { action, ...containmentFacts } = containment ?? {};
  return {
    ...(withoutLinks(facts) as typeof facts),
    nextSteps: nextSteps.map(shownStep),
    ...(containment
      ? {
          containment: {
            ...(withoutLinks(containmentFacts) as typeof containment),
            ...(action
              ? {
                  action: {
                    ...(withoutLinks(action) as typeof action),
                    command: typed(action.command),
                    undo: typed(action.undo),
                  },
                }
              : {}),
          },
        }
      : {}),
  };
}

/** Every text in it, at any depth. */
function withoutLinks(value: unknown): unknown {
  if (typeof value === 'string') {
    return unlinked(value);
  }
  if (Array.isArray(value)) {
    return value.map(withoutLinks);
  }
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.entries(value).map(([key, field]) => [key, withoutLinks(field)]))
    : value;
}

/** A step says what to do, then a command or a link, to the end of the line. Texts of an event hold no `://`. */
const COMMAND_OR_LINK = /(?:^|\s)(?:aws [a-z0-9-]+ [a-z0-9-]+ |jq |trail-guard |https:\/\/)/;

function shownStep(step: string): string {
  const [words, rest] = splitStep(step);
  return `${unlinked(words)}${typed(rest)}`;
}

/** What to do, and the command or the link, if there is one. */
export function splitStep(step: string): readonly [words: string, commandOrLink: string] {
  const at = COMMAND_OR_LINK.exec(step)?.index ?? step.length;
  return [step.slice(0, at), step.slice(at)];
}

/** A shell takes `\.` for a dot, and no mail client takes it for a domain. Between quotes, and in links, all is exact. */
function typed(command: string): string {
  return command
    .split(/('[^']*'|--query \S+|(?:https|file):\/\/\S+|[\w-]+\.jsonl?\b(?!\.))/)
    .map((part, index) => (index % 2 === 1 ? part : unlinkedCommand(part)))
    .join('');
}
