import type { Desk, Environment } from '../../src/client/terminal/desk.js';

/** A desk whose words are kept, and at which somebody sits only if there are answers. */
export class FakeDesk implements Desk {
  readonly said: string[] = [];
  readonly told: string[] = [];
  readonly asked: string[] = [];
  readonly canAsk: boolean;
  columns: Desk['columns'] = { out: undefined, err: undefined };
  readonly #answers: string[];

  constructor(
    readonly environment: Environment = {},
    answers: readonly string[] = [],
  ) {
    this.#answers = [...answers];
    this.canAsk = answers.length > 0;
  }

  say(text: string): void {
    this.said.push(text);
  }

  tell(text: string): void {
    this.told.push(text);
  }

  ask(question: string): Promise<string> {
    this.asked.push(question);
    const answer = this.#answers.shift();
    return answer === undefined ? Promise.reject(new Error('nobody answers')) : Promise.resolve(answer);
  }
}
