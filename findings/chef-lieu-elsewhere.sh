#!/usr/bin/env bash
# @etalab/decoupage-administratif 6.0.0 (npm): the territories of France, as JSON.
#
# Expected: the chef-lieu of each entry of data/departements.json is a commune of that territory, so that "département, then chef-lieu" may be proposed or drawn on a map.
# Seen: for the Terres australes et antarctiques françaises (984) it is 97502, the commune of Saint-Pierre in Saint-Pierre-et-Miquelon (975), on the other side of the
# world: their administration sits in Saint-Pierre too, but in that of La Réunion (97416). It is the only one of the file.
# For whoever reads it: check a chef-lieu against the commune's own département, and take none when they differ.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . @etalab/decoupage-administratif@6.0.0 > /dev/null

node - <<'JS'
const data = './node_modules/@etalab/decoupage-administratif/data';
const departements = require(`${data}/departements.json`);
const present = require(`${data}/communes.json`).filter(({ type }) => type === 'commune-actuelle');
const communes = new Map(present.map(commune => [commune.code, commune]));
const elsewhere = departements.filter(({ code, chefLieu }) => communes.get(chefLieu)?.departement !== code);
const seen = elsewhere.map(({ code, chefLieu }) => `${code} has its chef-lieu in ${communes.get(chefLieu)?.departement}: ${chefLieu} ${communes.get(chefLieu)?.nom}`).join('\n');
console.log(seen);
console.log(`${communes.get('97416').nom} of La Réunion is 97416`);
if (seen !== '984 has its chef-lieu in 975: 97502 Saint-Pierre' || communes.get('97416').nom !== 'Saint-Pierre') {
  console.log('the finding no longer holds');
  process.exitCode = 1;
}
JS
