import fc from 'fast-check';
import { GUARD_TECHNIQUES, techniqueById } from '../../lib/contract/techniques';
import { IDENTITIES } from '../fixtures/identities';
import { VirtualClock } from '../lambda/guard/clock';
import { Account } from './account/account';
import { differences } from './account/differences';
import { ATTACKS } from './attacks';
import { answerSdk, OWN_PARTS } from './sdk';
import { TEMPLATE } from './template';

const choice = fc.record({ part: fc.nat({ max: 11 }), way: fc.nat({ max: 11 }) });

/** The guard's own inspection and repairs, in an account of its own. */
function guarded() {
  const account = new Account(TEMPLATE, new VirtualClock(0), () => undefined);
  const [guard] = TEMPLATE.functions;
  const role = guard?.roleArn.split('/').at(-1) ?? '';
  answerSdk(async (service, operation, input) => account.callAs(role, service, operation, input, IDENTITIES.IAMUser));
  return { account, tools: OWN_PARTS };
}

function attack(account: Account, id: string, chosen: { part: number; way: number }): boolean {
  const calls = ATTACKS[id]?.(TEMPLATE, chosen) ?? [];
  for (const { service, operation, input } of calls) account.call(service, operation, input, IDENTITIES.IAMUser);
  return calls.length > 0;
}

test('there is an attack for each catalogued call on the guard', () => {
  const ids = GUARD_TECHNIQUES.filter(({ target }) => target === 'guard').map(({ id }) => id);
  // These two are deployments.
  expect(ids.filter((id) => !(id in ATTACKS))).toEqual(['guard-stack-updated', 'guard-change-set-executed']);
});

test('of a guard that nobody touched, everything is read and as it should be', async () => {
  const { tools } = guarded();
  const parts = await tools.parts();
  expect(parts).toEqual(TEMPLATE);
  const { findings, unreadable, intact } = await tools.inspect(parts, 'all');
  expect({ findings, unreadable }).toEqual({ findings: [], unreadable: [] });
  expect(intact.length).toBeGreaterThan(10);
  expect(await tools.repair(parts, findings)).toEqual([]);
  expect((await tools.inspect(parts, 'triggers')).intact).toHaveLength(parts.rules.length + 1);
});

const LEAVES_NOTHING = ['guard-queue-purged', 'guard-code-changed'];
/** Those that have something to attack in this guard. */
const POSSIBLE = Object.keys(ATTACKS).filter((id) => ATTACKS[id]?.(TEMPLATE, { part: 0, way: 0 }).length);
const NOT_PUT_BACK = POSSIBLE.filter((id) => techniqueById(id)?.response === 'report');
const PUT_BACK = POSSIBLE.filter((id) => techniqueById(id)?.response === 'protect');

test.each(PUT_BACK)('%s: found, and put back', async (id) => {
  await fc.assert(
    fc.asyncProperty(choice, async (chosen) => {
      const { account, tools } = guarded();
      const parts = await tools.parts();
      fc.pre(attack(account, id, chosen));
      const before = differences(TEMPLATE, account.parts);
      const { findings, unreadable } = await tools.inspect(parts, 'all');
      expect(unreadable).toEqual([]);
      const actions = await tools.repair(parts, findings);
      expect(actions.filter(({ result }) => result !== 'succeeded')).toEqual([]);
      // Some of what is found is not put back, and all that is put back was found.
      expect(findings.length > 0 || before.length === 0).toBe(true);
      expect(differences(TEMPLATE, account.parts)).toEqual([]);
    }),
    { numRuns: 10 },
  );
});

test.each(NOT_PUT_BACK.filter((id) => !LEAVES_NOTHING.includes(id) && id !== 'guard-stack-deleted'))(
  '%s: found',
  async (id) => {
    await fc.assert(
      fc.asyncProperty(choice, async (chosen) => {
        const { account, tools } = guarded();
        const parts = await tools.parts();
        fc.pre(attack(account, id, chosen));
        const { findings, unreadable } = await tools.inspect(parts, 'all');
        // Who is denied reading does not know, and says so.
        expect(findings.length + unreadable.length).toBeGreaterThan(0);
      }),
      { numRuns: 10 },
    );
  },
);

test('any number of attacks at once: what may be put back is, by one look', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...PUT_BACK), choice), { maxLength: 6 }), async (attacks) => {
      const { account, tools } = guarded();
      const parts = await tools.parts();
      for (const [id, chosen] of attacks) {
        try {
          attack(account, id, chosen);
        } catch {
          // What is gone cannot be attacked again.
        }
      }
      // A function without its role can call nothing.
      fc.pre(
        TEMPLATE.functions.every(
          ({ name, roleArn }) => account.parts.functions.get(name)?.configuration.Role === roleArn,
        ),
      );
      const { findings } = await tools.inspect(parts, 'all');
      await tools.repair(parts, findings);
      expect(differences(TEMPLATE, account.parts)).toEqual([]);
    }),
  );
});
