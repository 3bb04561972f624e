import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { TrailGuard } from '../../lib';

interface Report {
  readonly pluginReports: { readonly violations: { readonly ruleName: string }[] }[];
}

const { CDK_VALIDATION } = process.env;
beforeAll(() => {
  delete process.env.CDK_VALIDATION;
  // The CDK prints what it finds.
  jest.spyOn(console, 'error').mockReturnValue();
});
afterAll(() => {
  jest.restoreAllMocks();
  process.env.CDK_VALIDATION = CDK_VALIDATION;
});

/** What the CDK's own validation of templates, which the other tests switch off, finds in a guard. */
function findings(change: (guard: TrailGuard) => void = () => {}): string[] {
  const app = new App();
  const stack = new Stack(app, 'Stack');
  const encryptionKey = new Key(stack, 'Key');
  change(new TrailGuard(stack, 'TrailGuard', { encryptionKey, emails: ['security@example.com'] }));
  const { directory } = app.synth();
  const { pluginReports } = JSON.parse(readFileSync(join(directory, 'validation-report.json'), 'utf8')) as Report;
  return pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
}

test("the CDK's own validation finds nothing in the template", () => {
  expect(findings()).toEqual([]);
});

test('it would find a wrong property', () => {
  const wrong = ({ function: { node } }: TrailGuard) => {
    if (CfnResource.isCfnResource(node.defaultChild)) node.defaultChild.addPropertyOverride('Nonsense', 5);
  };
  expect(findings(wrong)).toEqual(['F3002']);
});
