/** The first that fits: browsers name each other in their names. */
const NAMES: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\/\d+/, 'Edge'],
  [/\bOPR\/\d+/, 'Opera'],
  [/\b(?:Firefox|FxiOS)\/\d+/, 'Firefox'],
  [/\b(?:Headless)?Chrom(?:e|ium)\/\d+/, 'Chrome'],
  [/\bCriOS\/\d+/, 'Chrome'],
  [/\bVersion\/\d+.*\bSafari\//, 'Safari'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone|\biPad/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bMacintosh\b|\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

const LONG = 40;

/** A browser as its user would name it; whatever else it calls itself by its own words. */
export function browserOf(userAgent: string): string {
  if (userAgent === '') return 'a program without a name';
  const [, name] = NAMES.find(([form]) => form.test(userAgent)) ?? [];
  if (name === undefined) return userAgent.length > LONG ? `${userAgent.slice(0, LONG)}…` : userAgent;
  const [, system] = SYSTEMS.find(([form]) => form.test(userAgent)) ?? [];
  return system === undefined ? name : `${name} on ${system}`;
}
