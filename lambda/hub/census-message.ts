import type { HubFunctionPolicy } from '../../lib/contract/hub';
import { asciiText, unlinked } from '../common/text';
import { counted } from '../guard/mail-layout';
import type { Comparison, News } from './compare';
import { SUBJECT_LENGTH } from './digest';
import { guardOf } from './guard-ids';
import { longestThatFits, type TopicMessage, topicMessage } from './topic';

/** What could not be listed: as it was told last, and as it is. */
interface Unlisted {
  readonly before: readonly string[];
  readonly now: readonly string[];
}

/** Named in a message; all are counted in it, and are in the table. */
const MOST_NAMED = 200;

/** Each way to stand: how it is called in the subject and above its list, the worst first. */
const KINDS: readonly (readonly [status: News['status'], subject: string, title: string])[] = [
  ['quiet', 'QUIET', 'Gone quiet: no heartbeat for too long'],
  ['never-came-up', 'never came up', 'Never came up'],
  ['withdrawn', 'withdrawn', 'Not deployed any more: nobody watches these places now'],
  ['with-problems', 'with problems', 'Alive, with problems'],
  ['out-of-date', 'out of date', 'Out of date'],
  ['back', 'back', 'Back: as they should be again'],
];

/** What is new, in one message; undefined where nothing is. */
export function censusMessage(
  { news, counts, unexpected }: Comparison,
  unlisted: Unlisted,
  { account, region }: HubFunctionPolicy,
): TopicMessage | undefined {
  const isListingNews = JSON.stringify(unlisted.before) !== JSON.stringify(unlisted.now);
  if (news.length === 0 && !isListingNews) {
    return undefined;
  }
  const groups = KINDS.map(([status, subject, title]) => ({
    subject,
    title,
    news: news.filter((one) => one.status === status),
  })).filter((group) => group.news.length > 0);
  const subject = asciiText(
    `TrailGuard census: ${[
      ...groups.map((group) => `${group.news.length} ${group.subject}`),
      ...(isListingNews ? [unlisted.now.length > 0 ? 'stack sets NOT LISTED' : 'stack sets listed again'] : []),
    ].join(', ')}`,
    SUBJECT_LENGTH,
  );
  const worstFirst = groups.flatMap((group) => group.news);
  const standing = { expected: sum(counts) - counts.withdrawn, ...counts, unexpected };
  return longestThatFits(worstFirst, MOST_NAMED, (named, leftOut) => {
    const isNamed = new Set(named);
    return topicMessage(
      subject,
      [
        ...introduction(standing),
        ...(isListingNews ? [listingText(unlisted.now)] : []),
        ...groups.map((group) =>
          [
            `${group.title.toUpperCase()} (${group.news.length})`,
            ...linesOf(group.news, (one) => isNamed.has(one)),
          ].join('\n'),
        ),
        `Hub: account ${account}, ${region}. Each guard that is not as it should be is in the hub's table, under the kinds told#00 to told#15.`,
      ].join('\n\n'),
      {
        schemaVersion: '1.0',
        kind: 'census',
        counts: standing,
        news: Object.fromEntries(groups.map((group) => [group.news[0]?.status, group.news.length])),
        unlisted: unlisted.now,
        leftOut,
        guards: named.map(({ id, ...one }) => ({ ...guardOf(id), ...one })),
      },
      { severity: severityOf(groups.flatMap((group) => group.news[0]?.status ?? [])), outcome: 'census' },
    );
  });
}

function introduction(standing: Readonly<Record<string, number>>): string[] {
  const { expected = 0, quiet = 0, alive = 0 } = standing;
  const states = Object.entries(standing).flatMap(([status, guards]) =>
    guards > 0 && status !== 'expected' ? [`${guards} ${status}`] : [],
  );
  return [
    `${counted(expected, 'guard')} must exist: ${states.join(', ') || 'none was counted'}.`,
    ...(quiet > alive && quiet > 1
      ? [
          "MOST guards are quiet at once. Look at the hub first: at its event bus, its queue of heartbeats, its function's errors.",
        ]
      : []),
  ];
}

function listingText(unlisted: readonly string[]): string {
  return unlisted.length === 0
    ? 'All stack sets were listed again.'
    : [
        'COULD NOT BE LISTED: guards that came or went since are not known of',
        ...unlisted.map((reason) => `- ${unlinked(reason)}`),
      ].join('\n');
}

/** An account a line where it has several, with what is said of the first. */
function linesOf(news: readonly News[], isNamed: (one: News) => boolean): string[] {
  const accounts = new Map<string, News[]>();
  for (const one of news.filter(isNamed)) {
    const { account } = guardOf(one.id);
    accounts.set(account, [...(accounts.get(account) ?? []), one]);
  }
  const more = news.length - [...accounts.values()].flat().length;
  return [
    ...[...accounts].map(([account, guards]) => {
      const regions = guards.map(({ id }) => guardOf(id).region).join(', ');
      const details = new Set(guards.map(({ detail }) => detail));
      const others = details.size > 1 ? ', and others alike' : '';
      return `- ${account} ${regions}: ${unlinked(guards[0]?.detail ?? '')}${others}`;
    }),
    ...(more > 0 ? [`- and ${more} more: see the hub's table`] : []),
  ];
}

/** For subscription filter policies. */
function severityOf(statuses: readonly News['status'][]): string {
  const isOneOf = (...wanted: News['status'][]) => statuses.some((status) => wanted.includes(status));
  if (isOneOf('quiet', 'never-came-up', 'withdrawn')) {
    return 'high';
  }
  return isOneOf('with-problems', 'out-of-date') || statuses.length === 0 ? 'medium' : 'informational';
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
