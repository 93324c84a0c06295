import type { Command } from 'commander';
import { type Terminal, hashCommand, inspectCommand } from './inspect-command.js';
import { policyCommand } from './policy-command.js';
import { reportCommand } from './report-command.js';
import { verifyCommand } from './verify-command.js';

/** The commands that read files and open no socket. */
export function offlineCommands(terminal: Terminal): readonly Command[] {
  return [inspectCommand, hashCommand, policyCommand, verifyCommand, reportCommand].map((command) =>
    command(terminal),
  );
}
