// Opens the live page in Chromium: sliders, refinement, pins, saving, and the figures of `compare` on
// the saved file. Usage: node serve.mjs ATTAIN FOLDER CHROMIUM [CHANGES], with a copy of the demo in
// FOLDER. With CHANGES, the time of the first answer is measured for that many changes of either kind.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(`${process.cwd()}/`));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [attain, folder, executablePath, changes] = process.argv.slice(2);
const faults = [];
const expect = (holds, text) => { if (!holds) faults.push(text); };
const years = 400;

const server = spawn(attain, ['serve', '.', '--years', String(years)], { cwd: folder });
let printed = '';
const url = await new Promise((done, fail) => {
  server.stdout.on('data', (data) => {
    printed += data;
    const found = printed.match(/http:\S+/);
    if (found) done(found[0]);
  });
  server.stderr.on('data', (data) => process.stderr.write(data));
  server.on('exit', () => fail(new Error('attain serve ended')));
});

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
// A second save of the same name is refused with 412, which the browser reports.
const open = async (path, width = 1280, colorScheme = 'light', bypassCSP = false) => {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme, bypassCSP });
  page.on('console', (message) => { if (message.type() === 'error' && !message.text().includes('412')) faults.push(`${path}: console: ${message.text()}`); });
  page.on('pageerror', (error) => faults.push(`${path}: ${error.message}`));
  page.on('request', (request) => { if (!request.url().startsWith(url) && !request.url().startsWith('data:')) faults.push(`request to ${request.url()}`); });
  await page.goto(url + path);
  return page;
};
const refined = (page) => page.waitForSelector('main[data-state=refined]', { timeout: 120000 });
const figures = (page) => page.$eval('main', (main) => JSON.parse(main.dataset.answer));
const slide = (page, axis, steps) => page.$eval(`input[data-axis="${axis}"]`, (input, moved) => {
  input.value = Number(input.value) + moved;
  input.dispatchEvent(new Event('input', { bubbles: true }));
}, steps);

for (const [width, scheme] of [[1280, 'light'], [800, 'dark'], [390, 'light']]) {
  for (const path of ['', 'live']) {
    const page = await open(path, width, scheme, true);
    if (path === 'live') await refined(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide <= 0, `${path} at ${width} px: ${wide} px wider than the window`);
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    for (const violation of found.violations) faults.push(`${path} at ${width} px, ${scheme}: ${violation.id}: ${violation.nodes[0].html.slice(0, 160)}`);
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${path || 'start'}-${width}-${scheme}.png`, fullPage: true });
    await page.close();
  }
}

const page = await open('live');
await refined(page);
const before = await figures(page);
const other = await open('live');
await slide(page, 'adds.mid-market', 3);
await slide(page, 'start-month.mid-market', 2);
await slide(page, 'attrition', 4);
await page.check('[name=replan][value=yes]');
await page.waitForSelector('main[data-state=working]');
await refined(page);
const after = await figures(page);
expect(after.bookings !== before.bookings, 'the sliders change nothing');
await page.fill('#name', 'three-more');
await page.click('#pin');
await page.waitForSelector('main[data-state=working]');
await refined(page);
expect((await page.locator('#pinned-table tbody tr').count()) === 8, 'no pinned state is compared');
await page.click('#save');
await page.waitForFunction(() => document.querySelector('#saved').textContent.startsWith('Saved'));
await page.click('#save');
await page.waitForFunction(() => document.querySelector('#saved').textContent.includes('not overwritten'), null, { timeout: 5000 })
  .catch(() => faults.push('a second save is not refused'));
await refined(other);
expect(JSON.stringify(await figures(other)) === JSON.stringify(before), 'one tab disturbs another');

const run = spawnSync(attain, ['compare', 'status-quo.toml', 'three-more.toml', '--years', String(years), '--quiet', '--fresh', '--out', 'out-serve'], { cwd: folder, encoding: 'utf8' });
expect(run.status === 0, run.stderr);
if (run.status === 0) {
  const plan = JSON.parse(readFileSync(`${folder}/out-serve/results.json`, 'utf8')).plans.find((one) => one.name === 'three-more');
  expect(plan.p_target === after.p_target, `p_target: page ${after.p_target}, compare ${plan.p_target}`);
  for (const metric of ['bookings', 'contribution', 'participation', 'cost', 'leavers']) {
    expect(plan.company[metric].mean === after[metric], `${metric}: page ${after[metric]}, compare ${plan.company[metric].mean}`);
  }
  console.log(`page and compare agree: p_target ${after.p_target}, bookings ${after.bookings}`);
}

const start = await open('');
for (const kind of ['organise', 'review', 'hire', 'leaver', 'territory-or-rep']) {
  const section = start.locator(`[data-question=${kind}]`);
  await section.locator('button').click();
  await section.locator('pre').waitFor({ state: 'visible', timeout: 120000 }).catch(async () => faults.push(`${kind}: ${await section.locator('.status').textContent()}`));
  console.log(`${kind}: ${await section.locator('code').textContent()}`);
}

if (changes) {
  const body = (number, axes) => ({ tab: 'measure', number, years: 200, state: { axes } });
  const memory = () => Number(readFileSync(`/proc/${server.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;
  let number = 0;
  for (const [kind, axes] of [['market', (i) => ({ attrition: 0.5 + i / 1000, 'win-rate': -0.02 + i / 50000 })], ['plan', (i) => ({ 'adds.mid-market': 1 + (i % 7), 'disruption-weight': 0.5 + i / 1000 })]]) {
    const times = [];
    for (let i = 0; i < Number(changes); i += 1) {
      const began = performance.now();
      number += 1;
      const response = await fetch(`${url}api/answer`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body(number, axes(i))) });
      if (!response.ok) { faults.push(`${kind}: ${await response.text()}`); break; }
      await response.text();
      times.push((performance.now() - began) / 1000);
      if (i === 99 || i === Number(changes) - 1) console.log(`${kind}: ${memory().toFixed(0)} MB after ${i + 1} changes`);
    }
    times.sort((a, b) => a - b);
    console.log(`${kind}: median ${times[times.length >> 1]?.toFixed(2)} s, worst ${times.at(-1)?.toFixed(2)} s of ${times.length}`);
  }
}

await browser.close();
server.removeAllListeners('exit');
const ended = new Promise((done) => { server.on('exit', (code, signal) => done(signal === 'SIGINT' ? 130 : code)); });
server.kill('SIGINT');
expect((await ended) === 130, 'Ctrl-C does not end the page with exit code 130');
faults.forEach((fault) => console.error(fault));
process.exit(faults.length ? 1 : 0);
