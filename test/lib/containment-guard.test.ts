import { Containment, ContainmentAction } from '../../lib/containment';
import { DeployedPolicies } from './deployed-policies';
import { ACCOUNT, guarded, IN_REGION } from './fixture';

const CHANGES = ['iam:UpdateAccessKey', 'iam:PutUserPolicy', 'iam:PutRolePolicy'];
const MALLORY = [`arn:aws:iam::${ACCOUNT}:user/mallory`, `arn:aws:iam::${ACCOUNT}:role/mallory`];

/** Who of the stack may change users or roles. */
async function whoMayChange(policies: DeployedPolicies): Promise<string[]> {
  const found: string[] = [];
  for (const role of policies.roles) {
    for (const resource of MALLORY) {
      const answers = await Promise.all(CHANGES.map((action) => policies.allows(role, action, resource)));
      if (answers.includes(true)) found.push(role);
    }
  }
  return [...new Set(found)];
}

const automatic = () =>
  Containment.automatic({
    actions: Object.values(ContainmentAction),
    neverTouch: [`arn:aws:iam::${ACCOUNT}:user/break-glass`],
  });

test.each([
  ['unless it is asked for', {}],
  ['where it is left to a person', { containment: Containment.manual() }],
])('nobody may change users or roles %s, and no function is made for it', async (_, props) => {
  const { template } = guarded(props, IN_REGION);
  expect(await whoMayChange(new DeployedPolicies(template))).toEqual([]);
  expect(Object.keys(template.findResources('AWS::Lambda::Function')).join()).not.toMatch(/Containment/);
});

test('switched on, only the function that is there for it may, and not to the roles of the guard', async () => {
  const policies = new DeployedPolicies(guarded({ containment: automatic() }, IN_REGION).template);
  const [role = '', ...others] = await whoMayChange(policies);
  expect(others).toEqual([]);
  expect(role).toMatch(/Containment/);
  const own = policies.roles.filter((name) => /TrailGuard(Permissions|Investigator|Containment)/.test(name));
  expect(own).toHaveLength(3);
  for (const each of own) {
    expect(await policies.allows(role, 'iam:PutRolePolicy', `arn:aws:iam::${ACCOUNT}:role/${each}`)).toBe(false);
  }
});

test('it may invoke the guard and nothing else, and only the guard may invoke it', async () => {
  const policies = new DeployedPolicies(guarded({ containment: automatic() }, IN_REGION).template);
  const functions = policies.arns('AWS::Lambda::Function');
  const [containment] = functions.filter((arn) => /TrailGuardContainment/.test(arn));
  const [guard] = functions.filter((arn) => /TrailGuardFunction/.test(arn));
  const invokable = async (role: string) => {
    const answers = await Promise.all(functions.map((arn) => policies.allows(role, 'lambda:InvokeFunction', arn)));
    return functions.filter((_, index) => answers[index]);
  };
  for (const role of policies.roles) {
    const invoked = await invokable(role);
    expect([role, invoked.includes(containment ?? '')]).toEqual([role, /TrailGuardPermissions/.test(role)]);
    if (/TrailGuardContainment/.test(role)) expect(invoked).toEqual([guard]);
  }
});
