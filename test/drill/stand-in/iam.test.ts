import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { recordOf } from './cloudtrail-fixture';
import { errorsOf, roleName, type Started, startChain } from './delivery-chain-fixture';
import { cleanUp, errorOf } from './fixture';

let started: Started;
beforeEach(async () => {
  started = await startChain();
});
afterEach(cleanUp);

const AssumeRolePolicyDocument = '{"Statement":[{"Effect":"Allow","Sid":"<&>"}]}';

test('a role is there until it is deleted', async () => {
  const { iam } = started;
  const RoleName = 'new';
  const create = () => iam.send(new CreateRoleCommand({ RoleName, Path: '/security/', AssumeRolePolicyDocument }));
  const get = () => iam.send(new GetRoleCommand({ RoleName }));
  const { Role } = await create();
  expect(Role).toMatchObject({ RoleName, Arn: 'arn:aws:iam::111122223333:role/security/new', Path: '/security/' });
  expect(await errorOf(create())).toMatchObject({ name: 'EntityAlreadyExistsException', status: 409 });
  expect(decodeURIComponent((await get()).Role?.AssumeRolePolicyDocument ?? '')).toBe(AssumeRolePolicyDocument);
  expect(recordOf(started.standIn, 'GetRole')).toMatchObject({
    readOnly: true,
    requestParameters: { roleName: RoleName },
  });
  await iam.send(new DeleteRoleCommand({ RoleName }));
  expect(await errorOf(get())).toMatchObject({ name: 'NoSuchEntityException', status: 404 });
});

test.each([
  ['deletes an inline policy', new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: 'none' })],
  ['detaches a policy', new DetachRolePolicyCommand({ RoleName: roleName, PolicyArn: 'arn:aws:iam::aws:policy/No' })],
])('fails to do it where there is none: %s', async (_, command) => {
  expect(await errorOf(started.iam.send(command as DeleteRolePolicyCommand))).toMatchObject({
    name: 'NoSuchEntityException',
  });
});

test('a trust policy must be one', async () => {
  const update = new UpdateAssumeRolePolicyCommand({ RoleName: roleName, PolicyDocument: 'none' });
  expect(await errorOf(started.iam.send(update))).toMatchObject({ name: 'MalformedPolicyDocumentException' });
});

test('a role delivers by an attached policy as well', async () => {
  const { iam } = started;
  const PolicyArn = 'arn:aws:iam::111122223333:policy/delivery';
  await iam.send(new AttachRolePolicyCommand({ RoleName: roleName, PolicyArn }));
  await iam.send(new DeleteRolePolicyCommand({ RoleName: roleName, PolicyName: 'CloudTrailDelivery' }));
  expect(await errorsOf(started)).toEqual({});
  await iam.send(new DetachRolePolicyCommand({ RoleName: roleName, PolicyArn }));
  expect(await errorsOf(started)).toEqual({ LatestCloudWatchLogsDeliveryError: 'AccessDenied' });
});
