import type { TrailSelectors } from '../../../lib/contract/trail-configuration';
import { complement, type EventSources, isNone } from './event-sources';
import { type ManagementCoverage, managementCoverage, managementUnion } from './management-coverage';

/** A trail that records events of the account. */
export interface RecordingTrail {
  readonly arn: string;
  readonly name: string;
  readonly homeRegion: string;
  readonly isMultiRegion: boolean;
  /** It logs, and delivers what it logs. */
  readonly healthy: boolean;
  /** Left out where they could not be read. */
  readonly selectors?: TrailSelectors;
}

/** What of the account's management events is certainly recorded by no healthy trail, in sentences for a person. */
export interface AccountCoverage {
  /** Empty where everything is recorded. */
  readonly gaps: readonly string[];
}

/** A sentence without the place that it is about. */
type Gap = (place: string) => string;

/** Is every management event in every Region recorded by at least one healthy trail? */
export function accountCoverage(trails: readonly RecordingTrail[], region: string): AccountCoverage {
  const healthy = trails.filter(({ healthy }) => healthy);
  const everywhere = healthy.filter(({ isMultiRegion }) => isMultiRegion);
  const here = healthy.filter(({ isMultiRegion, homeRegion }) => isMultiRegion || homeRegion === region);
  const gaps = sentences(gapsOf(recorded(here)), gapsOf(recorded(everywhere)), region);
  return { gaps: gaps.length > 0 ? [...gaps, ...here.flatMap(notCounted)] : [] };
}

function recorded(trails: readonly RecordingTrail[]): ManagementCoverage {
  return managementUnion(trails.flatMap(({ selectors }) => (selectors ? [managementCoverage(selectors)] : [])));
}

/** What is missing here and elsewhere alike is told once. */
function sentences(here: readonly Gap[], elsewhere: readonly Gap[], region: string): string[] {
  const inPlace = (gaps: readonly Gap[], place: string) => gaps.map((gap) => gap(place));
  const [one, other] = [inPlace(here, 'in every Region'), inPlace(elsewhere, 'in every Region')];
  return one.join() === other.join()
    ? one
    : [...inPlace(here, `in ${region}`), ...inPlace(elsewhere, `in Regions other than ${region}`)];
}

function gapsOf({ read, write }: ManagementCoverage): Gap[] {
  const [missingReads, missingWrites] = [complement(read), complement(write)];
  return isSame(missingReads, missingWrites)
    ? gapOf(missingReads, 'read and write')
    : [...gapOf(missingReads, 'read'), ...gapOf(missingWrites, 'write')];
}

function gapOf(missing: EventSources, kind: string): Gap[] {
  const names = missing.names.toSorted().join(', ');
  if (isNone(missing)) {
    return [];
  }
  if (!missing.allBut) {
    return [(place) => `Management events of ${names} (${kind}) ${place} are recorded by no healthy trail`];
  }
  const exception = names === '' ? '' : `, except those of ${names},`;
  return [(place) => `Management ${kind} events ${place}${exception} are recorded by no healthy trail`];
}

function isSame(one: EventSources, other: EventSources): boolean {
  return one.allBut === other.allBut && one.names.toSorted().join() === other.names.toSorted().join();
}

function notCounted({ name, selectors }: RecordingTrail): string[] {
  return selectors ? [] : [`The trail ${name} could not be counted: what it records is not known`];
}
