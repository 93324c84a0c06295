import { Command } from 'commander';
import { auditCommand } from './audit/audit-command.js';
import { changeCommand } from './changes/change-command.js';
import { completionCommand } from './completion/completion-command.js';
import { consoleCommand } from './console/console-command.js';
import { evidenceCommand, requestFileCommand } from './audit/evidence-commands.js';
import { freezeCommand } from './freezes/freeze-command.js';
import { limitsCommand } from './limits/limits-command.js';
import { logCommand } from './log/log-command.js';
import { signCommand } from './owners/sign-command.js';
import { safeCommand } from './safes/safe-commands.js';
import { inboxCommand } from './session/inbox-command.js';
import { loginCommand, logoutCommand, whoamiCommand } from './session/session-commands.js';
import { statusCommand } from './session/status-command.js';
import { type Desk, type Environment, processDesk } from './terminal/desk.js';
import { confirmCommand, rejectCommand } from './transfers/answer-commands.js';
import { cancelCommand } from './transfers/cancel-command.js';
import { exceptCommand } from './transfers/except-command.js';
import { listCommand, showCommand } from './transfers/read-commands.js';
import { requestCommand } from './transfers/request-command.js';
import { watchCommand } from './transfers/watch-command.js';

/** Everything that asks a gateway. */
export function onlineCommands(desk: Desk): readonly Command[] {
  return [
    ...[loginCommand, logoutCommand, whoamiCommand, statusCommand, inboxCommand].map((command) =>
      command(desk),
    ),
    transferCommand(desk),
    ...[confirmCommand, rejectCommand, exceptCommand, signCommand].map((command) => command(desk)),
    ...[
      changeCommand,
      freezeCommand,
      limitsCommand,
      safeCommand,
      auditCommand,
      logCommand,
      consoleCommand,
    ].map((command) => command(desk)),
  ];
}

function transferCommand(desk: Desk): Command {
  const command = new Command('transfer').description('Ask for transfers, read, follow and cancel them');
  for (const each of [requestCommand, showCommand, listCommand, cancelCommand, watchCommand])
    command.addCommand(each(desk));
  for (const each of [evidenceCommand, requestFileCommand]) command.addCommand(each(desk));
  return command;
}

export function addOnlineCommands(program: Command, environment: Environment): void {
  const desk = processDesk(environment);
  // Else a command that has others below it would take their options as its own.
  program.enablePositionalOptions();
  for (const command of onlineCommands(desk)) program.addCommand(command);
  program.addCommand(completionCommand(desk, program));
}
