// Draws the figures. Colours are CSS variables inside the SVG, so themes and print need no script.
(() => {
  'use strict';
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId('figures').textContent);
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
  const rest = () => hosts.filter((host) => !charts.has(host)).forEach(draw);
  const seen = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting && !charts.has(entry.target)).forEach((entry) => draw(entry.target));
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

  // Print: the page takes the width of the paper, every chart is drawn to it, every assumption is unfolded.

  let folded = [];
  const toPaper = () => {
    if (document.documentElement.classList.contains('paper')) return;
    document.documentElement.classList.add('paper');
    folded = groups.filter((group) => !group.open);
    folded.forEach((group) => { group.open = true; });
    rest();
    fit();
  };
  const toScreen = () => {
    document.documentElement.classList.remove('paper');
    folded.forEach((group) => { group.open = false; });
    fit();
  };
  window.addEventListener('beforeprint', toPaper);
  window.addEventListener('afterprint', toScreen);
  window.matchMedia('print').addEventListener('change', (event) => (event.matches ? toPaper() : toScreen()));
})();
