import { Command } from 'commander';
import type { Desk } from '../terminal/desk.js';
import { fitted } from '../terminal/fitted.js';
import { harmless, harmlessJson } from '../terminal/harmless.js';
import { type OnlineOptions, withOnlineOptions } from './online-options.js';
import { type Session, openSession } from './session.js';

/** A command that asks a gateway, with the options that all of them take. */
export function onlineCommand(name: string, description: string): Command {
  return withOnlineOptions(new Command(name).description(description));
}

/** What a command answers: to a person in words, to a program as JSON. */
export interface Answer {
  readonly text: string;
  readonly json: unknown;
}

export function sayAnswer(desk: Desk, { json }: Pick<OnlineOptions, 'json'>, answer: Answer): void {
  desk.say(json === true ? harmlessJson(answer.json, 2) : fitted(harmless(answer.text), desk.columns.out));
}

/** The handler of a command without arguments that shows something. */
export function showing(
  desk: Desk,
  show: (session: Session, options: OnlineOptions) => Promise<Answer>,
): (options: OnlineOptions) => Promise<void> {
  return async (options) => {
    const session = await openSession(options, desk);
    sayAnswer(desk, options, await show(session, options));
  };
}
