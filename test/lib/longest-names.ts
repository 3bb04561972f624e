import type { Template } from 'aws-cdk-lib/assertions';
import { DeployedTemplate } from './deployed-template';

/** What AWS takes, but of CloudFormation's names: the stack's, the logical id, and characters of its own. */
const LONGEST: Record<string, number> = {
  'AWS::Events::Rule': 64,
  'AWS::IAM::Role': 64,
  'AWS::Lambda::Function': 64,
  'AWS::Scheduler::Schedule': 64,
  'AWS::SQS::Queue': 80,
};

/** A template as it will be deployed in a stack with a long name, where every other name is as long as it can be. */
export class LongestNames extends DeployedTemplate {
  protected override readonly stackName: string;

  constructor(template: Template, stackNameLength = 128) {
    super(template, 'ap-southeast-1');
    this.stackName = 's'.repeat(stackNameLength);
  }

  public override nameOf(id: string): string {
    const { Type = '', Properties } = this.resources[id] ?? {};
    if (Properties?.Name !== undefined) return super.nameOf(id);
    const generated = `${this.stackName}-${id}-1ABCDEFGHIJKL`;
    return generated.slice(-(LONGEST[Type] ?? generated.length));
  }
}
