import type { Incident, Outcome } from '../../lib/contract/incident';
import { STOP_LOGGING } from '../../lib/contract/techniques';
import { duration } from '../common/duration';
import { isAboutGuard } from './own-parts/about-guard';

const AFTER_A_STOP: Readonly<Partial<Record<Outcome, string>>> = {
  restored: 'yes, read back after the restore',
  'already-logging': 'yes, read back',
  'restore-failed': 'NO, as far as known',
  'restore-unverified': 'NOT KNOWN: the start was accepted, and no read showed it',
  observed: 'NO: the guard only observes',
  expected: 'NO, as the exception allows',
  'not-permitted': 'NO, and this account cannot start it',
  'stopped-before-guard': 'NO, since before the guard came',
  'trail-missing': 'NO: the trail does not exist',
  attempted: 'not changed by this call',
};

const AFTER_A_CHANGE: Readonly<Record<Outcome, string>> = {
  restored: 'yes, as before: what was lost was put back and read back',
  'already-logging': 'yes, as before',
  'restore-failed': 'NOT as before: something is not back',
  'restore-unverified': 'NOT KNOWN to be as before: no read showed it',
  observed: 'NOT as before: the guard only observes',
  expected: 'not as before, as the exception allows',
  'not-permitted': 'NOT as before, and this account cannot change it',
  'stopped-before-guard': 'NO, since before the guard came',
  'trail-missing': 'NO: the trail does not exist',
  attempted: 'not changed by this call',
  adopted: 'as it was changed to',
  'delivery-failing': 'yes, but it CANNOT DELIVER',
  'delivery-recovered': 'yes, and it delivers',
  reported: 'NOT KNOWN: look at the trail and what it delivers through',
};

/** Is it logging now? */
export function loggingNow({ outcome, technique }: Incident): string {
  if (isAboutGuard({ technique })) {
    return 'not changed by this: it is about the guard itself';
  }
  return (technique.id === STOP_LOGGING.id ? AFTER_A_STOP[outcome] : undefined) ?? AFTER_A_CHANGE[outcome];
}

/** How long, and whether it is over. */
export function darkFor({ darkWindow, outcome, technique, investigation }: Incident): string | undefined {
  if (darkWindow?.seconds !== undefined) {
    return `for ${duration(darkWindow.seconds)}, ${darkWindow.stoppedAt} to ${darkWindow.startedAt ?? 'now'}`;
  }
  if (darkWindow) {
    return `since ${darkWindow.stoppedAt}, not over`;
  }
  const [window] = investigation?.dark?.windows ?? [];
  if (window) {
    return `${window.from} to ${window.to ?? 'now'}${window.kind === 'changed' ? ', in part' : ''}`;
  }
  if (outcome === 'attempted') {
    return 'not at all';
  }
  return technique.id === STOP_LOGGING.id ? 'how long is not known' : undefined;
}
