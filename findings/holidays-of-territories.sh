#!/usr/bin/env bash
# date-holidays 3.37.0 (npm): public holidays of the world, France and its territories among them.
#
# Expected: a French département is asked for by one kind of code, and a code that the library does not know is refused, or answered with nothing.
# Seen: two kinds are mixed in one list: the départements of Alsace and Moselle by the number of INSEE (57, 67, 68), those overseas by the letters of ISO 3166 (GP, MQ, GF,
# RE, YT). The number of one overseas (971) is not refused: it answers with the public holidays of the mainland, eleven of them, without the one that commemorates the
# abolition of slavery there. A table of départements that was tried with 67 is thus silently wrong for five of them.
# For whoever reads it: look a code up in getStates('FR') before using it, and translate 971 to 974 and 976.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . date-holidays@3.37.0 > /dev/null

node - <<'JS'
const Holidays = require('date-holidays');
const count = code => new Holidays('FR', code).getHolidays(2026).filter(({ type }) => type === 'public').length;
const known = Object.keys(new Holidays().getStates('FR'));
const seen = [
  ['codes by number', known.filter(code => /^\d+$/.test(code)).join(), '57,67,68'],
  ['codes by letters', known.filter(code => /^[A-Z]+$/.test(code)).sort().join(), 'BL,GF,GP,MF,MQ,RE,YT'],
  ['public holidays of the mainland in 2026', new Holidays('FR').getHolidays(2026).filter(({ type }) => type === 'public').length, 11],
  ['of Bas-Rhin, by its number 67', count('67'), 13],
  ['of Guadeloupe, by its letters GP', count('GP'), 13],
  ['of Guadeloupe, by its number 971', count('971'), 11],
  ['of La Réunion, by its letters RE', count('RE'), 12],
  ['of La Réunion, by its number 974', count('974'), 11],
];
for (const [what, value, before] of seen) {
  console.log(`${what}: ${value}`);
  if (value !== before) {
    console.log(`  it was ${before}: the finding no longer holds`);
    process.exitCode = 1;
  }
}
JS
