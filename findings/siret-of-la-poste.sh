#!/usr/bin/env bash
# siret 1.0.1 and stdnum 1.12.0 (npm): is this the number of a French establishment (SIRET)?
#
# Expected: both accept every SIRET that the national register gives. Nearly all end on a key that makes the whole number pass Luhn's formula; the establishments of La Poste
# (SIREN 356000000) outgrew it, and all but the head office obey another rule: the sum of the fourteen digits is a multiple of five.
# Seen: siret knows Luhn's formula alone. It accepts the head office and the SIREN, and refuses the post offices; stdnum accepts all of them.
# For whoever checks what a partner or a supplier types: a number of La Poste that is refused is not a slip of the hand.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . siret@1.0.1 stdnum@1.12.0 > /dev/null

node - <<'JS'
const { isSIRET, isSIREN } = require('siret');
const { stdnum: { FR } } = require('stdnum');
const sum = number => [...number].reduce((total, digit) => total + Number(digit), 0);
const seen = [
  ['siret: SIREN of La Poste', isSIREN('356000000'), true],
  ['siret: its head office, 35600000000048', isSIRET('35600000000048'), true],
  ['stdnum: its head office', FR.siret.validate('35600000000048').isValid, true],
];
for (const office of ['35600000049837', '35600000009075']) {
  seen.push(
    [`remainder by five of the digits of the office ${office}`, sum(office) % 5, 0],
    [`siret: ${office}`, isSIRET(office), false],
    [`stdnum: ${office}`, FR.siret.validate(office).isValid, true]);
}
for (const [what, value, before] of seen) {
  console.log(`${what}: ${value}`);
  if (value !== before) {
    console.log(`  it was ${before}: the finding no longer holds`);
    process.exitCode = 1;
  }
}
JS
