// Draws the map of the books. report.js calls it with what the reader looks at.
window.bookMap = (data, host, page) => {
  const { isShown, money } = page;
  const CELL = 11; // px; accounts in one cell are one mark
  const NS = 'http://www.w3.org/2000/svg';
  const { frame, aspect, lines, places } = data;
  const { accounts, owners, today, plans } = places;
  const node = (name, attributes, parent) => {
    const made = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (parent) parent.append(made);
    return made;
  };
  // The golden angle keeps the colours of neighbours distinct.
  const colour = (owner) => (owner === null ? 'var(--muted)' : `hsl(${Math.round((137.508 * owner) % 360)},${55 + 15 * (owner % 3)}%,${42 + 8 * (owner % 2)}%)`);
  const name = (owner) => (owner === null ? 'house account' : owners[owner][0]);
  const tip = document.createElement('div');
  tip.className = 'tip map-tip';
  tip.hidden = true;

  const show = (title, rows, x, y) => {
    tip.replaceChildren();
    const head = document.createElement('strong');
    head.textContent = title;
    const table = document.createElement('table');
    for (const [label, value] of rows) {
      const row = table.insertRow();
      const cell = document.createElement('th');
      cell.textContent = label;
      row.append(cell);
      row.insertCell().textContent = value;
    }
    tip.append(head, table);
    tip.hidden = false;
    const room = host.clientWidth - tip.offsetWidth - 8;
    tip.style.left = `${Math.max(4, Math.min(x + 12, room))}px`;
    tip.style.top = `${Math.max(4, y - tip.offsetHeight - 10)}px`;
  };

  const draw = (plan, view) => {
    const width = host.clientWidth;
    if (!width) return;
    const height = Math.round(Math.min(560, Math.max(260, (width * (frame[3] - frame[2])) / ((frame[1] - frame[0]) * aspect))));
    const scale = Math.min(width / ((frame[1] - frame[0]) * aspect), height / (frame[3] - frame[2]));
    const [left, top] = [(width - (frame[1] - frame[0]) * aspect * scale) / 2, (height - (frame[3] - frame[2]) * scale) / 2];
    const at = ([lon, lat]) => [left + (lon - frame[0]) * aspect * scale, top + (frame[3] - lat) * scale];
    const svg = node('svg', { width, height, viewBox: `0 0 ${width} ${height}` });
    const paths = lines.map((line) => {
      let [x, y] = [0, 0];
      let path = '';
      for (let i = 0; i < line.length; i += 2) {
        [x, y] = [x + line[i], y + line[i + 1]];
        path += `${i ? 'L' : 'M'}${at([x / 100, y / 100]).map((v) => v.toFixed(1)).join(' ')}`;
      }
      return path;
    });
    node('path', { d: paths.join(''), fill: 'none', stroke: 'var(--muted)', 'stroke-width': 0.7, opacity: 0.55 }, svg);

    const owner = (a) => (view === 'before' ? today[a] : plans[plan][a]);
    const isMine = (who) => who !== null && isShown(owners[who][1], owners[who][0]);
    const moves = (a) => today[a] !== null && plans[plan][a] !== today[a];
    const everyone = isShown(null, null);
    const seen = accounts.map((_, a) => a).filter((a) => {
      if (view === 'moved' && !moves(a)) return false;
      return everyone || isMine(owner(a)) || (view === 'moved' && isMine(today[a]));
    });

    if (view === 'moved') for (const a of seen) {
      const place = at(accounts[a][0]);
      for (const [who, dash] of [[today[a], '3 3'], [plans[plan][a], '']]) {
        const home = who === null ? null : owners[who][2];
        if (!home) continue;
        const [x, y] = at(home);
        node('line', { x1: place[0], y1: place[1], x2: x, y2: y, stroke: dash ? 'var(--muted)' : colour(who), 'stroke-width': 1, 'stroke-dasharray': dash, opacity: seen.length > 60 ? 0.3 : 0.75 }, svg);
      }
    }

    // Accounts of one place are one mark in the colour of the owner with the most potential there.
    const clusters = new Map();
    for (const a of seen) {
      const key = at(accounts[a][0]).map((v) => Math.round(v / CELL)).join();
      if (!clusters.has(key)) clusters.set(key, []);
      clusters.get(key).push(a);
    }
    const sum = (list) => list.reduce((all, a) => all + 1000 * accounts[a][1], 0);
    const marks = [...clusters.values()].map((list) => ({ list, potential: sum(list) })).sort((a, b) => b.potential - a.potential);
    const largest = marks.length ? marks[0].potential : 1;
    for (const { list, potential } of marks) {
      const byOwner = new Map();
      for (const a of list) byOwner.set(owner(a), (byOwner.get(owner(a)) || 0) + 1000 * accounts[a][1]);
      const ranked = [...byOwner].sort((a, b) => b[1] - a[1]);
      const centre = list.map((a) => at(accounts[a][0])).reduce(([x, y], [u, v]) => [x + u / list.length, y + v / list.length], [0, 0]);
      const mark = node('circle', {
        cx: centre[0].toFixed(1), cy: centre[1].toFixed(1), r: (3 + 11 * Math.sqrt(potential / Math.max(largest, 1))).toFixed(1),
        fill: colour(ranked[0][0]), 'fill-opacity': 0.75, stroke: ranked.length > 1 ? 'var(--ink)' : 'var(--card)', 'stroke-width': ranked.length > 1 ? 1.2 : 0.6,
      }, svg);
      const rows = list.length === 1
        ? [['Owner', name(owner(list[0]))], ['Today', name(today[list[0]])], ['Potential', money(potential)]]
        : [...ranked.slice(0, 6).map(([who, value]) => [name(who), money(value)]), ['All', money(potential)]];
      const title = list.length === 1 ? accounts[list[0]][2] : `${list.length} accounts`;
      mark.addEventListener('mousemove', () => show(title, rows, ...centre));
      mark.addEventListener('mouseleave', () => { tip.hidden = true; });
    }

    const staffed = new Set(view === 'before' ? today : view === 'moved' ? seen.flatMap((a) => [today[a], plans[plan][a]]) : plans[plan]);
    owners.forEach(([title, team, home], who) => {
      if (!home || !staffed.has(who) || !(everyone || isShown(team, title) || view === 'moved')) return;
      const [x, y] = at(home);
      const mark = node('path', { d: `M${x} ${y - 7}l7 7l-7 7l-7 -7z`, fill: colour(who), stroke: 'var(--ink)', 'stroke-width': 1.2 }, svg);
      const held = accounts.map((_, a) => a).filter((a) => owner(a) === who);
      mark.addEventListener('mousemove', () => show(title, [['Accounts', String(held.length)], ['Potential', money(sum(held))]], x, y));
      mark.addEventListener('mouseleave', () => { tip.hidden = true; });
    });
    host.style.position = 'relative';
    host.replaceChildren(svg, tip);
  };
  return draw;
};
