import { Command } from 'commander';
import type { Desk } from '../terminal/desk.js';
import { exportCommand } from './export-command.js';

export function auditCommand(desk: Desk): Command {
  return new Command('audit').description('Take the audit log out').addCommand(exportCommand(desk));
}
