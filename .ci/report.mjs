// Opens a report in Chromium and checks what a reader relies on: one request, no error, no sideways
// scroll at three widths, tooltips, pickers, links into folded parts, downloads, accessibility,
// and the number of printed pages. Usage: node report.mjs REPORT CHROMIUM
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(`${process.cwd()}/`));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [report, executablePath] = process.argv.slice(2);
const url = pathToFileURL(report).href;
const faults = [];
const expect = (holds, text) => { if (!holds) faults.push(text); };

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const open = async (width, height, colorScheme = 'light') => {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme, bypassCSP: true, acceptDownloads: true });
  const requests = [];
  page.on('request', (request) => { if (!request.url().startsWith('data:') && !request.url().startsWith('blob:')) requests.push(request.url()); });
  page.on('console', (message) => { if (message.type() === 'error') faults.push(`${width} px: console: ${message.text()}`); });
  page.on('pageerror', (error) => faults.push(`${width} px: ${error.message}`));
  await page.goto(url);
  await page.waitForSelector('html.js');
  return { page, requests };
};

for (const width of [1280, 800, 390]) {
  for (const scheme of ['light', 'dark']) {
    const { page, requests } = await open(width, 800, scheme);
    const sizes = await page.evaluate(async () => {
      document.querySelectorAll('details').forEach((details) => { details.open = true; });
      await new Promise((done) => setTimeout(done, 400));
      const wide = document.documentElement.scrollWidth - window.innerWidth;
      document.querySelectorAll('details').forEach((details) => { details.open = false; });
      return { wide, screens: document.documentElement.scrollHeight / window.innerHeight };
    });
    expect(sizes.wide <= 0, `${width} px: the page is ${sizes.wide} px wider than the window`);
    expect(requests.length === 1, `${width} px: ${requests.length} requests: ${requests}`);
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    for (const violation of found.violations) {
      faults.push(`${width} px, ${scheme}: ${violation.id} (${violation.nodes.length}): ${violation.help}: ${violation.nodes[0].html.slice(0, 120)}`);
    }
    console.log(`${width} px, ${scheme}: ${sizes.screens.toFixed(1)} screens, ${found.violations.length} axe violations`);
    await page.close();
  }
}

{
  const { page } = await open(1280, 800);
  const inside = await page.evaluate(() => document.querySelector('#doubts').getBoundingClientRect().bottom);
  console.log(`the first layer ends at ${Math.round(inside)} px of 800`);
  expect(inside <= 840, `the first layer ends at ${Math.round(inside)} px`);

  await page.locator('#targets-0').scrollIntoViewIfNeeded();
  await page.waitForSelector('#targets-0 svg');
  const box = await page.locator('#targets-0 svg').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.waitForSelector('.tip strong', { timeout: 3000 }).catch(() => faults.push('no tooltip over a chart'));
  const place = page.locator('#map-chart circle').first();
  if (await place.count()) {
    await place.scrollIntoViewIfNeeded();
    await place.hover({ force: true });
    expect(await page.locator('.map-tip').isVisible(), 'no tooltip over the map');
  }

  const plans = await page.locator('#pick-plan option').count();
  if (plans > 2) {
    await page.selectOption('#pick-plan', '0');
    expect((await page.locator('[data-row].faded').count()) >= plans - 3, 'the plan picker fades no row');
    expect((await page.locator('#map-plan').inputValue()) === '0', 'the plan picker does not reach the map');
    await page.selectOption('#pick-plan', '');
    expect((await page.locator('[data-row].faded').count()) === 0, 'all plans leave rows faded');
  }
  const team = await page.locator('#pick-team option').nth(1).getAttribute('value');
  await page.selectOption('#pick-team', team);
  const others = await page.evaluate((mine) => [...document.querySelectorAll('tr[data-team]')].filter((row) => !row.hidden && row.dataset.team !== mine).length, team);
  expect(others === 0, `the team picker shows ${others} rows of other teams`);
  const seat = await page.locator('#pick-seat option:not([hidden])').nth(1).getAttribute('value');
  await page.selectOption('#pick-seat', seat);
  const seats = await page.evaluate(() => new Set([...document.querySelectorAll('tr[data-seat]')].filter((row) => !row.hidden).map((row) => row.dataset.seat)).size);
  expect(seats === 1, `the rep picker shows ${seats} reps`);

  await page.evaluate(() => { location.hash = '#fairness'; });
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => document.querySelector('#fairness').open), 'a link does not open its folded section');

  for (const [label, end] of [['PNG', '.png'], ['SVG', '.svg'], ['CSV', '.csv']]) {
    const saved = page.waitForEvent('download', { timeout: 5000 });
    await page.locator('#targets .save button', { hasText: label }).click();
    const download = await saved.catch(() => null);
    expect(download && download.suggestedFilename().endsWith(end), `no ${label} is saved`);
    if (download && label === 'SVG') {
      const text = readFileSync(await download.path(), 'utf8');
      expect(text.includes('<svg') && !text.includes('var(--'), 'the SVG depends on the stylesheet of the page');
    }
  }
  await page.close();
}

{
  const { page } = await open(1280, 800);
  const pdf = await page.pdf({ format: 'A4', printBackground: true });
  const pages = (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) || []).length;
  console.log(`${pages} printed pages`);
  expect(pages >= 4 && pages <= 9, `${pages} printed pages`);
}

await browser.close();
faults.forEach((fault) => console.error(fault));
process.exit(faults.length ? 1 : 0);
