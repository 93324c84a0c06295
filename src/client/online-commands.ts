import type { Command } from 'commander';
import { inboxCommand } from './session/inbox-command.js';
import { loginCommand, logoutCommand, whoamiCommand } from './session/session-commands.js';
import { statusCommand } from './session/status-command.js';
import { type Desk, type Environment, processDesk } from './terminal/desk.js';

/** Everything that asks a gateway. */
export function onlineCommands(desk: Desk): readonly Command[] {
  return [loginCommand, logoutCommand, whoamiCommand, statusCommand, inboxCommand].map((command) =>
    command(desk),
  );
}

export function addOnlineCommands(program: Command, environment: Environment): void {
  for (const command of onlineCommands(processDesk(environment))) program.addCommand(command);
}
