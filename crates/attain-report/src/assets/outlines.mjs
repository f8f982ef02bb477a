// Builds outlines.json: coasts, borders of countries and of US states as lines in hundredths of a
// degree; each line is a first point and the steps from it.
import { readFileSync, writeFileSync } from 'node:fs';
import { mesh } from 'topojson-client';
import { presimplify, simplify } from 'topojson-simplify';

const read = (path) => JSON.parse(readFileSync(path, 'utf8'));
const lines = (topology, object, least) => {
  const simple = simplify(presimplify(topology), least);
  return mesh(simple, simple.objects[object]).coordinates;
};
const all = [
  ...lines(read('node_modules/world-atlas/countries-50m.json'), 'countries', 0.02),
  ...lines(read('node_modules/us-atlas/states-10m.json'), 'states', 0.008),
];
const coded = [];
for (const line of all) {
  const steps = [];
  let [x, y] = [0, 0];
  for (const [lon, lat] of line) {
    const [a, b] = [Math.round(lon * 100), Math.round(lat * 100)];
    if (steps.length && a === x && b === y) continue;
    steps.push(a - x, b - y);
    [x, y] = [a, b];
  }
  if (steps.length > 4) coded.push(steps);
}
writeFileSync('outlines.json', JSON.stringify(coded).replaceAll('],[', '],\n[') + '\n');
console.log(coded.length, coded.reduce((n, l) => n + l.length / 2, 0));
