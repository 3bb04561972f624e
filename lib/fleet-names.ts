import { OF_STACK_SET } from './policy-resources';

/** CloudFormation shortens a stack's name to this in the names of roles and functions, which have 64 characters at most. */
const IN_SHORT_NAMES = 24;

/** What the names of everything begin with that the stacks of a stack set consist of. */
export function namesOfStackSet(stackSetName: string): string {
  return `${OF_STACK_SET}${stackSetName}`.slice(0, IN_SHORT_NAMES);
}
