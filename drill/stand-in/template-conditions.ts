import type { Json } from './json';

/** The conditions of a template, which decide on resources and on values. */
export class Conditions {
  constructor(
    private readonly definitions: Json,
    private readonly resolve: (value: unknown) => unknown,
  ) {}

  holds(name: string): boolean {
    if (!(name in this.definitions)) throw new Error(`template: no condition ${name}`);
    return this.#isTrue(this.definitions[name]);
  }

  #isTrue(value: unknown): boolean {
    const [[name, argument] = ['', undefined]] = Object.entries(value as Json);
    const all = argument as unknown[];
    switch (name) {
      case 'Condition':
        return this.holds(String(argument));
      case 'Fn::Equals': {
        const [left, right] = all.map((each) => this.resolve(each));
        return JSON.stringify(left) === JSON.stringify(right);
      }
      case 'Fn::Not':
        return !all.some((each) => this.#isTrue(each));
      case 'Fn::And':
        return all.every((each) => this.#isTrue(each));
      case 'Fn::Or':
        return all.some((each) => this.#isTrue(each));
      default:
        throw new Error(`template: the stand-in cannot evaluate the condition ${JSON.stringify(value)}`);
    }
  }
}
