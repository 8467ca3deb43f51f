#!/usr/bin/env bash
# @etalab/decoupage-administratif 6.0.0 (npm): the communes of France, as JSON.
#
# Expected: in data/communes.json the INSEE code identifies an entry, so that a form may look up the commune that somebody chose by its code.
# Seen: the file also holds delegated communes, and one of them has the code of the commune that absorbed it. 584 codes stand for two entries, the present
# commune first: a Map made from the file keeps the delegated one, which has no postal code. 01033 then reads Bellegarde-sur-Valserine, which has not
# been a commune since 2019, in place of Valserhône.
# For whoever reads it: keep the entries of type "commune-actuelle" before indexing by code.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @etalab/decoupage-administratif@6.0.0 > /dev/null

node - <<'JS'
const communes = require('./node_modules/@etalab/decoupage-administratif/data/communes.json');
const byCode = new Map(communes.map(commune => [commune.code, commune]));
const present = communes.filter(({ type }) => type === 'commune-actuelle');
const replaced = present.filter(commune => byCode.get(commune.code) !== commune);
const seen = [
  ['codes that stand for several entries', communes.length - byCode.size, 584],
  ['present communes that a Map by code loses', replaced.length, 584],
  ['kinds of what it holds instead', [...new Set(replaced.map(({ code }) => byCode.get(code).type))].join(), 'commune-deleguee'],
  ['postal codes of what it holds instead', replaced.filter(({ code }) => byCode.get(code).codesPostaux).length, 0],
  ['name found for 01033', byCode.get('01033').nom, 'Bellegarde-sur-Valserine'],
  ['name of the present commune 01033', present.find(({ code }) => code === '01033').nom, 'Valserhône'],
  ['codes shared by two present communes', present.length - new Set(present.map(({ code }) => code)).size, 0],
];
for (const [what, value, before] of seen) {
  console.log(`${what}: ${value}`);
  if (value !== before) {
    console.log(`  it was ${before}: the finding no longer holds`);
    process.exitCode = 1;
  }
}
JS
