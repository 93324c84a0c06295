import { isTimeZone } from './local-time.js';

const PLACE =
  /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Europe|Indian|Mexico|Pacific|US)\//i;
const UTC = /^(?:Etc\/)?UTC$/i;
// "Etc/GMT+2", "GMT-3", "UTC+2", "+02:00", "+2": east of Greenwich is minus in the names of Etc, and plus elsewhere.
const OFFSET = /^(?:Etc\/)?(?:GMT|UTC?)?[+-]?[0-9:]+$/i;

/**
 * Why hours may not be written in a zone; undefined if they may. Offsets are refused, because they know no summer time
 * and some have an inverted sign, and so are abbreviations, which name several zones ("BST" is read as Bangladesh) and
 * mean another one as the platform's tables change.
 */
export function zoneFault(name: string): string | undefined {
  const instead = 'name a region and city, such as "Europe/Zurich", or "UTC"';
  if (OFFSET.test(name)) {
    const inverted = /^Etc\//i.test(name)
      ? ', and the sign of an Etc zone is inverted (Etc/GMT+2 is UTC-2)'
      : '';
    return `a fixed offset knows no summer time${inverted}: ${instead}`;
  }
  if (UTC.test(name)) return undefined;
  if (!isTimeZone(name)) return `there is no such zone in the IANA database: ${instead}`;
  if (PLACE.test(name)) return undefined;
  return `a zone without a place is a fixed offset, which knows no summer time, or an abbreviation, which is read in several ways: ${instead}`;
}
