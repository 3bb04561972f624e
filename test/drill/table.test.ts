import type { Play } from '../../drill/play';
import { notPlayedOf, summaryOf, tableOf } from '../../drill/table';
import { type Technique, techniqueById } from '../../lib/contract/techniques';

// In CI it colours whatever it is written to.
jest.mock('picocolors', () => jest.requireActual('picocolors').createColors(false));

function play(id: string, facts: Partial<Play> = {}): Play {
  const { number, name, target } = techniqueById(id) as Technique;
  return {
    number,
    name,
    target,
    technique: id,
    playedAs: 'event',
    expected: 'restored',
    noticedBy: 'event',
    outcome: 'restored',
    verified: true,
    passed: true,
    seconds: 0.123,
    ...facts,
  };
}

const PLAYS: readonly Play[] = [
  play('stop-logging'),
  play('stop-logging', { playedAs: 'event-lost', noticedBy: 'sweep', seconds: 12.5 }),
  play('stop-logging', { playedAs: 'denied', expected: 'attempted', outcome: 'attempted' }),
  play('trail-updated', { playedAs: 'denied', expected: 'attempted', outcome: 'attempted' }),
  play('tags-removed', { playedAs: 'event-lost', noticedBy: 'hourly comparison' }),
  play('log-bucket-deleted', { expected: 'reported', outcome: 'reported' }),
  play('log-bucket-policy-deleted', {
    verified: false,
    passed: false,
    outcome: 'restore-failed',
    note: 'put back by the drill',
  }),
  play('delegated-administrator-deregistered', { expected: 'reported', outcome: 'reported' }),
  play('log-bucket-policy-deleted', { playedAs: 'repairs-off', expected: 'reported', outcome: 'reported' }),
];

test('one line an attack, one section a target', () => {
  expect(tableOf(PLAYS)).toMatchInlineSnapshot(`
"#        Technique                                                   Noticed by         Answer            Read back     Seconds

Trail
C1       CloudTrail logging stopped                                  event              restored          as it was        0.12
           its event is lost                                         sweep              restored          as it was       12.50
           the call is denied                                        event              attempted         trail intact     0.12
C3-C10   Trail updated, the call is denied                           event              attempted         trail intact     0.12
C18b     Tags of a trail removed, its event is lost                  hourly comparison  restored          as it was        0.12

Log bucket
D1       Log bucket deleted                                          event              reported only     trail intact     0.12
D3       Policy of the log bucket deleted                            event              restore-failed    DIFFERENT        0.12
         put back by the drill

Organization and accounts
O2       CloudTrail's delegated administrator deregistered by Orga…  event              reported only     trail intact     0.12

Repairs switched off, as by default
D3       Policy of the log bucket deleted                            event              reported only     trail intact     0.12"
`);
});

test('says nothing that was not seen', () => {
  const { noticedBy: _, outcome: __, ...unseen } = play('stop-logging', { verified: false, passed: false });
  expect(tableOf([unseen])).toContain('NOBODY');
  expect(summaryOf([unseen])).toBe(
    '1 techniques, 1 attacks; 0 undone and read back; 0 reported; NOT as it should be: C1',
  );
});

test('sums up in one line', () => {
  expect(summaryOf(PLAYS)).toMatchInlineSnapshot(
    `"6 techniques, 9 attacks; 3 undone and read back (by event 0.12 s, at most 0.12 s); 3 reported; 2 denied and told; NOT as it should be: D3"`,
  );
});

test('puts the same reasons together', () => {
  const techniques = ['C6', 'C8', 'D1'].map((number) => ({
    number,
    name: number,
    technique: number,
    reason: number === 'D1' ? 'it is another reason' : 'it takes a key',
  }));
  expect(notPlayedOf(techniques)).toBe('  it takes a key:\n    C6, C8\n  it is another reason:\n    D1');
});
