import { ManagedPolicy, Policy, type PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { deployedBytes } from './deployed-bytes';

/**
 * All inline policies of a role may have 10,240 characters. With room for what is not counted here: policies of its own by
 * which the guard asks other functions, what is added later, and names that are longer than they usually are.
 */
const INLINE_CHARACTERS = 8_300;

/** A managed policy may have 6,144 characters. */
const MANAGED_CHARACTERS = 5_500;

/**
 * Statements for a role in policies of their own: in its default policy, which the function waits for, they would make a
 * circle. Inline, so that nobody changes them but by calls on the role. Only where many trails or repairs leave no room for
 * that they are managed policies, as the CDK does with a default policy that is too long.
 */
export class OwnPartsPolicy extends Construct {
  private readonly last: Policy | ManagedPolicy;

  constructor(scope: Construct, id: string, role: Role, statements: PolicyStatement[]) {
    super(scope, id);
    const others = role.node.tryFindChild('DefaultPolicy');
    const taken = others instanceof Policy ? sizeOf(...others.document.toJSON().Statement) : 0;
    const json = statements.map((statement) => statement.toStatementJson());
    this.last =
      taken + sizeOf(...json) <= INLINE_CHARACTERS
        ? new Policy(this, 'Inline', { roles: [role], statements })
        : this.managed(role, statements);
  }

  public addStatement(statement: PolicyStatement): void {
    this.last.addStatements(statement);
  }

  private managed(role: Role, statements: PolicyStatement[]): ManagedPolicy {
    const [first = [], ...others] = parts(statements);
    const policyOf = (part: PolicyStatement[], number: number) =>
      new ManagedPolicy(this, `Managed${number}`, {
        description: 'TrailGuard: looks after its own parts',
        roles: [role],
        statements: part,
      });
    return others.reduce((_, part, index) => policyOf(part, index + 2), policyOf(first, 1));
  }
}

function parts(statements: PolicyStatement[]): PolicyStatement[][] {
  const all: PolicyStatement[][] = [];
  for (const statement of statements) {
    const last = all.at(-1);
    if (last && sizeOf(...[...last, statement].map((each) => each.toStatementJson())) <= MANAGED_CHARACTERS) {
      last.push(statement);
    } else {
      all.push([statement]);
    }
  }
  return all;
}

function sizeOf(...statements: object[]): number {
  return deployedBytes(statements);
}
