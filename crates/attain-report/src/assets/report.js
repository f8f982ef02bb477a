// Draws the figures. Colours are CSS variables inside the SVG, so themes and print need no script.
(() => {
  'use strict';
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  // Parts that occur several times are written once; {"$": n} stands for them.
  const { shared, value: written } = JSON.parse(byId('figures').textContent);
  const restored = (value) => {
    if (Array.isArray(value)) return value.map(restored);
    if (!value || typeof value !== 'object') return value;
    if (value.$ !== undefined) return restored(shared[value.$]);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restored(inner)]));
  };
  const data = { ...written, map: restored(written.map), figures: restored(written.figures) };
  const hidden = new Set();
  const charts = new Map();
  document.documentElement.classList.add('js');

  // Texts

  const short = (value) => String(Number(value.toPrecision(4)));
  const signed = (value, text) => (value < 0 ? '−' : '') + text;
  const formatters = {
    number: (value) => signed(value, short(Math.abs(value))),
    share: (value) => signed(value, short(Math.abs(value) * 100) + ' %'),
    money: (value) => {
      const size = Math.abs(value);
      const [by, unit] = size >= 1e9 ? [1e9, 'B'] : size >= 1e6 ? [1e6, 'M'] : size >= 1e3 ? [1e3, 'k'] : [1, ''];
      return signed(value, data.currency + short(size / by) + unit);
    },
    points: (value) => signed(value, short(Math.abs(value) * 100)),
    name: (point) => point.name,
  };

  const element = (tag, text, className) => {
    const node = document.createElement(tag);
    if (text) node.textContent = text;
    if (className) node.className = className;
    return node;
  };

  const tipOf = (tips) => (at) => {
    const tip = Array.isArray(at) ? tips[at[0].dataIndex] : at.data && at.data.tip;
    if (!tip) return '';
    const box = element('div', '', 'tip');
    box.append(element('strong', tip.t));
    const table = element('table');
    for (const [label, value, plan] of tip.r) {
      if (hidden.has(plan)) continue;
      const row = element('tr');
      const head = element('th');
      if (plan !== null) {
        const mark = element('span', '', 'swatch');
        mark.style.setProperty('--c', `var(--plan-${plan})`);
        head.append(mark);
      }
      head.append(label);
      row.append(head, element('td', value));
      table.append(row);
    }
    box.append(table);
    return box;
  };

  // Charts

  // A copy of the options with '@name' formatters made functions.
  const revive = (value, key) => {
    if (Array.isArray(value)) return value.map((v) => revive(v));
    if (value && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, revive(v, k)]));
    }
    return key === 'formatter' && formatters[value.slice(1)] && value[0] === '@' ? formatters[value.slice(1)] : value;
  };

  // What the reader looks at: a plan, a team, a seat; empty for all.
  const looked = { plan: '', team: '', seat: '' };
  const isShown = (team, seat) => (!looked.team || looked.team === team) && (!looked.seat || looked.seat === seat);

  // Points that carry a team and a seat fade if the reader looks at others.
  const fade = (series) => {
    if (!looked.team && !looked.seat) return;
    series.forEach((one) => (one.data || []).forEach((point) => {
      if (!point || !point.k) return;
      const mine = isShown(...point.k);
      point.itemStyle = { ...one.itemStyle, ...point.itemStyle, opacity: mine ? 1 : 0.1 };
      if (mine && looked.seat) point.symbolSize = 14;
    }));
  };

  const selection = () => Object.fromEntries(Array.from({ length: data.plans }, (_, i) => [`p${i}`, !hidden.has(i)]));

  // Labels only at every so many steps of an axis, counted from zero, as many as fit evenly.
  const thin = (axis, room) => {
    if (axis.type !== 'value' || !axis.interval || axis.show === false) return;
    const { min, max, interval, axisLabel } = axis;
    const write = axisLabel.formatter;
    const steps = Math.round((max - min) / interval);
    const longest = Math.max(...Array.from({ length: steps + 1 }, (_, i) => write(min + i * interval).length));
    const fit = Math.max(1, Math.floor(room / (longest * 6.6 + 12)));
    const every = [1, 2, 5, 10, 20, 50].find((n) => steps / n <= fit) || 100;
    axisLabel.formatter = (value) => (Math.round(value / interval) % every ? '' : write(value));
  };

  // Degrees to scale: the axis with room to spare shows more of the globe.
  const toScale = ({ xAxis, yAxis }, aspect, width, height) => {
    const [x, y] = [xAxis.max - xAxis.min, yAxis.max - yAxis.min];
    const across = Math.max(width - 60, 1) / (x * aspect);
    const up = Math.max(height - 34, 1) / y;
    const [axis, more] = across > up ? [xAxis, x * (across / up - 1)] : [yAxis, y * (up / across - 1)];
    axis.min -= more / 2;
    axis.max += more / 2;
  };

  const optionOf = (view, width, height) => {
    const { trigger, grid, aspect, ...option } = revive(view.option);
    if (aspect) toScale(option, aspect, width, height);
    thin(option.xAxis, width - (option.yAxis.type === 'category' ? 150 : 60));
    // Names beside marks need room; without it colours and tooltips tell.
    if (trigger === 'item' && option.yAxis.type === 'value' && option.yAxis.show !== false && width < 520) {
      option.series.forEach((series) => { if (series.label) series.label.show = false; });
    }
    const fontFamily = getComputedStyle(document.body).fontFamily;
    const plain = { axisLine: { show: false }, axisTick: { show: false }, splitLine: { lineStyle: { color: 'var(--rule)' } } };
    for (const side of ['xAxis', 'yAxis']) option[side] = { ...plain, ...option[side] };
    option.series.forEach((series) => { series.emphasis = { disabled: true }; });
    fade(option.series);
    option.animation = false;
    option.textStyle = { fontFamily };
    option.legend = { show: false, selected: selection() };
    option.grid = { left: 4, right: 14, top: 10, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel', ...grid };
    option.tooltip = {
      trigger, formatter: tipOf(view.tips), axisPointer: { type: 'line', lineStyle: { color: 'var(--muted)' } }, confine: true, transitionDuration: 0, backgroundColor: 'var(--card)', borderColor: 'var(--rule)', padding: [8, 12],
      textStyle: { color: 'var(--ink)', fontSize: 12, fontFamily }, extraCssText: 'box-shadow:var(--shadow)',
    };
    return option;
  };

  // Scales with its box where nobody resizes it.
  const boxed = (host) => {
    const svg = host.querySelector('svg');
    if (svg) svg.setAttribute('viewBox', `0 0 ${svg.getAttribute('width')} ${svg.getAttribute('height')}`);
  };

  const chosen = (figure) => {
    const picks = all(`select[data-figure="${figure.id}"]`).map((select) => Number(select.value));
    return picks.reduce((place, pick, i) => place * figure.sizes[i] + pick, 0);
  };

  const draw = (host) => {
    const { figure, views } = host.source;
    const chart = charts.get(host) || echarts.init(host, null, { renderer: 'svg' });
    charts.set(host, chart);
    chart.setOption(optionOf(views[chosen(figure)], host.clientWidth, host.clientHeight), { notMerge: true });
    chart.getZr().flush();
    boxed(host);
  };

  const fit = () => charts.forEach((chart, host) => {
    if (!host.clientWidth || (chart.getWidth() === host.clientWidth && chart.getHeight() === host.clientHeight)) return;
    chart.resize();
    draw(host);
  });

  const hosts = [];
  for (const figure of data.figures) {
    figure.panels.forEach((views, i) => {
      const host = byId(`${figure.id}-${i}`);
      host.source = { figure, views };
      hosts.push(host);
    });
  }
  const rest = () => hosts.filter((host) => host.clientWidth && !charts.has(host)).forEach(draw);
  const seen = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting && entry.target.clientWidth && !charts.has(entry.target)).forEach((entry) => draw(entry.target));
  }, { rootMargin: '800px' });
  hosts.forEach((host) => seen.observe(host));
  const resized = new ResizeObserver(fit);
  hosts.forEach((host) => resized.observe(host));

  // What the reader chooses

  all('select[data-figure]').forEach((select) => select.addEventListener('change', () => {
    hosts.filter((host) => host.source.figure.id === select.dataset.figure && charts.has(host)).forEach(draw);
  }));

  const toggle = (plan) => {
    if (!hidden.delete(plan)) hidden.add(plan);
    all(`[data-toggle="${plan}"]`).forEach((chip) => chip.setAttribute('aria-pressed', String(!hidden.has(plan))));
    all(`.panel[data-plan="${plan}"]`).forEach((panel) => { panel.hidden = hidden.has(plan); });
    charts.forEach((chart) => chart.setOption({ legend: { selected: selection() } }));
    fit();
  };
  all('[data-toggle]').forEach((chip) => {
    chip.disabled = false;
    chip.addEventListener('click', () => toggle(Number(chip.dataset.toggle)));
  });

  // The map

  const mapHost = byId('map-chart');
  const drawMap = data.map && mapHost ? window.bookMap(data.map, mapHost, { isShown, money: formatters.money }) : null;
  const redrawMap = () => { if (drawMap) drawMap(Number(byId('map-plan').value), byId('map-view').value); };
  if (drawMap) {
    for (const id of ['map-plan', 'map-view']) byId(id).addEventListener('change', redrawMap);
    new ResizeObserver(redrawMap).observe(mapHost.parentElement);
  }

  // The picker: one plan beside the reference, one team, one seat, wherever the page shows them.

  const setHidden = (plan, away) => { if (hidden.has(plan) !== away) toggle(plan); };
  const pick = () => {
    const plan = looked.plan === '' ? null : Number(looked.plan);
    for (let i = 0; i < data.plans; i += 1) setHidden(i, plan !== null && i !== plan && i !== data.reference);
    if (plan !== null) all('select[data-figure]').forEach((select) => {
      const name = select.closest('label').querySelector('span').textContent;
      if (name === 'Plan' && select.value !== String(plan)) { select.value = String(plan); select.dispatchEvent(new Event('change')); }
    });
    all('[data-row]').forEach((row) => row.classList.toggle('faded', plan !== null && Number(row.dataset.row) !== plan && Number(row.dataset.row) !== data.reference));
    all('details[data-plan]').forEach((details) => {
      details.hidden = plan !== null && Number(details.dataset.plan) !== plan;
      if (plan !== null && !details.hidden) details.open = true;
    });
    all('tr[data-team]').forEach((row) => { row.hidden = !isShown(row.dataset.team, row.dataset.seat || looked.seat); });
    charts.forEach((chart, host) => { if (JSON.stringify(host.source.views).includes('"k":[')) draw(host); });
    redrawMap();
  };
  for (const part of ['plan', 'team', 'seat']) {
    const select = byId(`pick-${part}`);
    if (select) select.addEventListener('change', () => {
      looked[part] = select.value;
      select.classList.toggle('on', select.value !== '');
      const seat = byId('pick-seat');
      if (part === 'team' && seat) {
        all('option', seat).forEach((option) => { option.hidden = Boolean(option.value) && Boolean(looked.team) && option.dataset.team !== looked.team; });
        if (seat.selectedOptions[0].hidden) { seat.value = ''; looked.seat = ''; seat.classList.remove('on'); }
      }
      pick();
    });
  }

  // Links open what they lead to.

  const reveal = () => {
    const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let node = target; node; node = node.parentElement) if (node.tagName === 'DETAILS') node.open = true;
    target.scrollIntoView();
  };
  window.addEventListener('hashchange', reveal);
  reveal();
  const scrolled = () => document.documentElement.classList.toggle('scrolled', window.scrollY > 600);
  window.addEventListener('scroll', scrolled, { passive: true });
  scrolled();

  // Downloads of a figure: its charts as SVG and PNG, its data as CSV.

  const saveAs = (name, type, content) => {
    const link = element('a');
    link.href = URL.createObjectURL(new Blob([content], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  const drawing = (host) => {
    const svg = host.querySelector('svg').cloneNode(true);
    const style = getComputedStyle(document.documentElement);
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    const paper = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    for (const [key, value] of [['width', '100%'], ['height', '100%'], ['fill', 'var(--card)']]) paper.setAttribute(key, value);
    svg.prepend(paper);
    return new XMLSerializer().serializeToString(svg).replace(/var\((--[\w-]+)\)/g, (all, name) => {
      let value = style.getPropertyValue(name).trim();
      while (value.startsWith('var(')) value = style.getPropertyValue(value.slice(4, -1)).trim();
      return value;
    });
  };
  const toPng = (host, name) => {
    const image = new Image();
    image.onload = () => {
      const canvas = element('canvas');
      [canvas.width, canvas.height] = [host.clientWidth * 2, host.clientHeight * 2];
      canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => saveAs(name, 'image/png', blob));
    };
    image.setAttribute('src', `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing(host))}`);
  };
  const csvOf = (table) => all('tr', table).map((row) => [...row.cells].map((cell) => {
    const text = cell.textContent.replace(/\u00a0/g, ' ').trim();
    const safe = /^[=+\-@]/.test(text) && Number.isNaN(Number(text.replace(/[^\d.eE+-]/g, ''))) ? `'${text}` : text;
    return /[",\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }).join(',')).join('\r\n');
  for (const figure of data.figures) {
    const root = byId(figure.id);
    const panels = () => hosts.filter((host) => host.source.figure === figure && host.clientWidth);
    const bar = element('div', '', 'save');
    const offer = (label, act) => {
      const button = element('button', label);
      button.type = 'button';
      button.setAttribute('aria-label', `Save ${root.querySelector('h3').textContent} as ${label}`);
      button.addEventListener('click', act);
      bar.append(button);
    };
    const each = (act, end) => panels().forEach((host, i, list) => {
      if (!charts.has(host)) draw(host);
      act(host, `${figure.id}${list.length > 1 ? `-${i + 1}` : ''}.${end}`);
    });
    offer('PNG', () => each(toPng, 'png'));
    offer('SVG', () => each((host, name) => saveAs(name, 'image/svg+xml', drawing(host)), 'svg'));
    const table = root.querySelector('.numbers table');
    if (table) offer('CSV', () => saveAs(`${figure.id}.csv`, 'text/csv', `\ufeff${csvOf(table)}\r\n`));
    root.append(bar);
  }

  // A closer look

  const zoom = byId('zoom');
  let large = null;
  const enlarge = (host, title) => {
    zoom.showModal();
    byId('zoom-title').textContent = title;
    const room = byId('zoom-chart');
    const option = optionOf(host.source.views[chosen(host.source.figure)], room.clientWidth, room.clientHeight - 40);
    option.dataZoom = [{ type: 'inside', xAxisIndex: 0, filterMode: 'none' }, {
      type: 'slider', xAxisIndex: 0, filterMode: 'none', height: 20, bottom: 6, showDataShadow: false, showDetail: false, brushSelect: false,
      borderColor: 'var(--rule)', fillerColor: 'var(--fill)', handleStyle: { color: 'var(--card)', borderColor: 'var(--muted)' },
      moveHandleStyle: { color: 'var(--rule)' },
    }];
    option.grid.bottom = 40;
    large = echarts.init(byId('zoom-chart'), null, { renderer: 'svg' });
    large.setOption(option);
  };
  zoom.addEventListener('close', () => { if (large) large.dispose(); large = null; });
  byId('zoom-close').addEventListener('click', () => zoom.close());
  hosts.forEach((host) => {
    const panel = host.closest('.panel');
    const heading = panel.querySelector('h4') || panel.closest('figure').querySelector('h3');
    const name = heading.textContent;
    const button = element('button', '⤢', 'enlarge');
    button.type = 'button';
    button.title = 'Enlarge';
    button.setAttribute('aria-label', `Enlarge: ${name}`);
    button.addEventListener('click', () => enlarge(host, name));
    panel.append(button);
  });

  // Tables

  const sort = (table, column, up) => {
    const key = (row) => {
      const cell = row.cells[column];
      return cell.dataset.v === undefined ? cell.textContent : cell.dataset.v === '' ? -Infinity : Number(cell.dataset.v);
    };
    const order = (a, b) => (typeof a === 'number' ? a - b : a.localeCompare(b, 'en', { numeric: true }));
    const body = table.tBodies[0];
    body.append(...[...body.rows].sort((a, b) => (up ? 1 : -1) * order(key(a), key(b))));
  };
  all('.seats table').forEach((table) => all('thead th', table).forEach((head, column) => {
    const button = element('button', head.textContent, 'sort');
    button.type = 'button';
    head.replaceChildren(button);
    button.addEventListener('click', () => {
      const up = head.getAttribute('aria-sort') !== 'ascending';
      all('th', table.tHead).forEach((other) => other.removeAttribute('aria-sort'));
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      sort(table, column, up);
    });
  }));

  const groups = all('.assumptions');
  const search = byId('search');
  if (search) search.addEventListener('input', () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const group of groups) {
      let hits = 0;
      for (const row of all('tbody tr', group)) {
        const text = row.textContent.toLowerCase();
        row.hidden = !words.every((word) => text.includes(word));
        if (!row.hidden) hits += 1;
      }
      group.hidden = hits === 0;
      group.open = words.length > 0 && hits > 0;
      count += hits;
    }
    byId('found').textContent = words.length ? `${count} found` : '';
  });
  all('[data-fold]').forEach((button) => button.addEventListener('click', () => {
    groups.forEach((group) => { group.open = button.dataset.fold === 'open'; });
  }));

  // Print: the page takes the width of the paper, every visible chart is drawn to it, and the
  // seats of one plan are printed.

  const paper = { open: [] };
  const toPaper = () => {
    if (document.documentElement.classList.contains('paper')) return;
    document.documentElement.classList.add('paper');
    const plan = looked.plan === '' ? data.leading : Number(looked.plan);
    const seats = byId('seat-tables');
    const table = seats && seats.querySelector(`details[data-plan="${plan}"]`);
    paper.open = [seats, table].filter((details) => details && !details.open);
    paper.open.forEach((details) => { details.open = true; });
    if (seats) seats.classList.add('printed');
    rest();
    fit();
    redrawMap();
  };
  const toScreen = () => {
    document.documentElement.classList.remove('paper');
    paper.open.forEach((details) => { details.open = false; });
    fit();
  };
  window.addEventListener('beforeprint', toPaper);
  window.addEventListener('afterprint', toScreen);
  window.matchMedia('print').addEventListener('change', (event) => (event.matches ? toPaper() : toScreen()));
})();
