// Usage: node territories.mjs {data of @etalab/decoupage-administratif} {file to write}
// One territory a line, tab-separated: R code name | D code name région | C code name département. What was a commune, or is a part of one, is left out.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [folder, output] = process.argv.slice(2);
const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));

writeFileSync(
  output,
  [
    ...read("regions").map(({ code, nom }) => ["R", code, nom]),
    ...read("departements").map(({ code, nom, region }) => ["D", code, nom, region]),
    ...read("communes")
      .filter(({ type }) => type === "commune-actuelle")
      .map(({ code, nom, departement }) => ["C", code, nom, departement]),
  ]
    .map((fields) => `${fields.join("\t")}\n`)
    .join(""),
);
