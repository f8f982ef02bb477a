'use strict';
// The live page and the start page. Everything that comes from the study is put in as text.
(() => {
  const tab = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const by = (id) => document.getElementById(id);
  const el = (name, cls, text) => {
    const made = document.createElement(name);
    if (cls) made.className = cls;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const post = async (path, body, signal) => {
    const response = await fetch(`api/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal });
    if (response.ok) return response.json();
    const fault = new Error(await response.text());
    fault.status = response.status;
    throw fault;
  };

  // --- the five questions -------------------------------------------------------------------------
  let asked = 0;
  for (const section of document.querySelectorAll('[data-question]')) {
    const button = section.querySelector('button');
    const status = section.querySelector('.status');
    button.addEventListener('click', async () => {
      const fields = {};
      for (const input of section.querySelectorAll('select, input')) fields[input.name] = input.type === 'number' ? Number(input.value) : input.value;
      status.textContent = 'Working …';
      button.disabled = true;
      try {
        asked += 1;
        const found = await post('question', { tab: `${tab}-${section.dataset.question}`, number: asked, question: { [section.dataset.question]: fields } });
        section.querySelector('code').textContent = found.command;
        section.querySelector('pre').textContent = found.text;
        section.querySelector('.result').hidden = false;
        const onward = section.querySelector('.onward');
        onward.hidden = found.live.length === 0;
        onward.querySelector('a').href = `live#${encodeURIComponent(JSON.stringify(Object.fromEntries(found.live)))}`;
        status.textContent = 'The command writes its files as well; this page writes none.';
      } catch (fault) {
        status.textContent = fault.message;
      }
      button.disabled = false;
    });
  }

  // --- the live page ------------------------------------------------------------------------------
  const main = document.querySelector('main.live');
  if (!main) return;
  const study = JSON.parse(main.dataset.live);
  const looks = [200, 500, 1000, 2000].filter((years) => years < study.years).concat(study.years);
  let plan = study.plans.find((one) => one.plan === study.reference);
  let state = { axes: {}, replan: false };
  let pins = [];
  let number = 0;
  let running = null;
  let target = null;

  const compact = (value) => {
    const size = Math.abs(value);
    const [divisor, end] = size >= 1e9 ? [1e9, 'B'] : size >= 1e6 ? [1e6, 'M'] : size >= 1e3 ? [1e3, 'k'] : [1, ''];
    return `${study.currency}${(value / divisor).toLocaleString('en', { maximumFractionDigits: 2 })}${end}`;
  };
  const shown = (slider, value) => {
    const plain = value.toLocaleString('en', { maximumFractionDigits: 3 });
    const signed = (text) => (slider.effect === 'shift' && value > 0 ? `+${text}` : text);
    if (slider.unit === 'money') return compact(value);
    if (slider.effect === 'times') return `${Math.round(value * 100)} %`;
    if (slider.unit === 'share') return signed(`${(100 * value).toLocaleString('en', { maximumFractionDigits: 1 })} ${slider.effect === 'shift' ? 'pts' : '%'}`);
    if (slider.unit === 'month') return `month ${plain}`;
    if (['days', 'weeks', 'hours', 'months'].includes(slider.unit)) return signed(`${plain} ${slider.unit}`);
    return signed(plain);
  };
  // The steps are counted from the base, so that the plan's own value is met exactly.
  const at = (slider, step) => (step === 0 ? slider.base : Number((slider.base + step * slider.step).toPrecision(12)));
  const value = (slider) => state.axes[slider.name] ?? slider.base;
  const works = (slider) => {
    if (!slider.needs) return true;
    const needed = plan.sliders.find((one) => one.name === slider.needs);
    return needed !== undefined && value(needed) > 0;
  };

  const rows = new Map();
  const row = (slider) => {
    const box = el('div', 'slider');
    const label = el('label');
    const head = el('span', 'head');
    const output = el('output');
    const input = el('input');
    Object.assign(input, { type: 'range', min: Math.round((slider.low - slider.base) / slider.step), max: Math.round((slider.high - slider.base) / slider.step), step: 1, title: slider.meaning });
    input.dataset.axis = slider.name;
    input.autocomplete = 'off';
    head.append(el('span', '', slider.label), output);
    label.append(head, input);
    box.append(label);
    const draw = () => {
      const now = value(slider);
      input.value = Math.round((now - slider.base) / slider.step);
      output.textContent = shown(slider, now);
      input.setAttribute('aria-valuetext', output.textContent);
      box.classList.toggle('changed', now !== slider.base);
      box.classList.toggle('idle', !works(slider));
      input.disabled = !works(slider);
    };
    input.addEventListener('input', () => {
      const now = at(slider, Number(input.value));
      if (now === slider.base) delete state.axes[slider.name];
      else state.axes[slider.name] = now;
      rows.forEach((other) => other());
      change();
    });
    rows.set(slider.name, draw);
    return box;
  };
  const show = (slider) => {
    if (rows.has(slider.name)) return;
    by(slider.decided_by === 'plan' ? 'plan-sliders' : 'world-sliders').append(row(slider));
    rows.get(slider.name)();
  };
  const options = (select, list, chosen) => {
    select.replaceChildren(...list.map(([name, label]) => {
      const option = el('option', '', label);
      option.value = name;
      option.selected = name === chosen;
      return option;
    }));
  };
  const controls = () => {
    rows.clear();
    by('plan-sliders').replaceChildren();
    by('world-sliders').replaceChildren();
    plan.sliders.filter((slider) => slider.first || slider.name in state.axes).forEach(show);
    options(by('more'), [['', 'choose …'], ...plan.sliders.filter((slider) => !slider.first).map((slider) => [slider.name, slider.label])], '');
    options(by('carve'), plan.carves, state.carve ?? plan.carve);
    options(by('quota'), plan.quotas, state.quota ?? plan.quota);
    options(by('protection'), plan.protections, state.protection ?? plan.protection);
    document.querySelectorAll('[name=replan]').forEach((radio) => { radio.checked = (radio.value === 'yes') === state.replan; });
  };

  const wanted = () => {
    const axes = Object.fromEntries(Object.entries(state.axes).filter(([name]) => {
      const slider = plan.sliders.find((one) => one.name === name);
      return slider && works(slider);
    }));
    return { plan: plan.plan, axes, carve: state.carve ?? null, quota: state.quota ?? null, protection: state.protection ?? null, replan: state.replan };
  };

  const span = (figure, states) => {
    if (figure.metric === 'p_target' || figure.metric === 'participation') return [0, 1];
    const all = states.flatMap((one) => one.figures.filter((other) => other.metric === figure.metric)).flatMap((one) => [...(one.band ?? []), ...(one.interval ?? [])]);
    if (figure.metric === 'bookings' && target !== null) all.push(target);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const room = 0.15 * (high - low || Math.abs(high) || 1);
    return [low - room, high + room];
  };
  const bar = (figure, states) => {
    const box = el('div', 'bar');
    const [low, high] = span(figure, states);
    const place = (cls, from, until) => {
      const mark = el('span', cls);
      mark.style.left = `${Math.max(0, 100 * (from - low) / (high - low))}%`;
      if (until !== undefined) mark.style.width = `${Math.max(0, 100 * (until - from) / (high - low))}%`;
      box.append(mark);
    };
    if (figure.band) place('years', ...figure.band);
    if (figure.interval) place('mean', ...figure.interval);
    if (figure.metric === 'bookings' && target !== null) place('target', target);
    return box;
  };
  const draw = (answer) => {
    const ours = answer.states[answer.states.length - 1];
    target = ours.target;
    main.dataset.years = answer.years;
    main.dataset.answer = JSON.stringify(Object.fromEntries(ours.figures.map((figure) => [figure.metric, figure.mean])));
    by('headline').textContent = answer.headline;
    by('figures').replaceChildren(...ours.figures.map((figure) => {
      const line = el('div', 'figure');
      const name = el('div', '', figure.label);
      if (figure.metric === 'p_target') name.append(el('span', 'sub', ours.about));
      const numbers = el('div');
      numbers.append(el('div', 'value', figure.text));
      if (figure.band_text) numbers.append(el('div', 'sub', figure.band_text));
      if (figure.difference) numbers.append(el('div', figure.verdict || 'sub', `${figure.difference}${figure.verdict ? `: ${figure.verdict}` : ': not certain'}`));
      line.append(name, bar(figure, answer.states), numbers);
      return line;
    }));
    const seats = el('div', 'seats');
    seats.append(...[...ours.seats].sort((a, b) => (a.chance ?? 2) - (b.chance ?? 2)).map((seat) => {
      const one = el('div');
      one.append(el('span', '', `${seat.name} `), el('strong', '', seat.text), el('span', 'sub', seat.team));
      const box = el('div', 'bar');
      if (seat.chance !== null) {
        const mark = el('span', 'mean');
        mark.style.width = `${100 * seat.chance}%`;
        box.append(mark);
      }
      one.append(box);
      return one;
    }));
    by('seats').replaceChildren(seats);
    by('notes').replaceChildren(...[...ours.notes, ...answer.warnings].map((text) => el('li', '', text)));
  };

  const pinnedTable = (answer) => {
    const table = by('pinned-table');
    const head = el('tr');
    head.append(el('td'), ...answer.states.map((one, i) => {
      const cell = el('th', '', one.name);
      if (i > 0) {
        const remove = el('button', 'chip', 'Remove');
        remove.type = 'button';
        remove.setAttribute('aria-label', `Remove ${one.name}`);
        remove.addEventListener('click', () => { pins.splice(i - 1, 1); change(); });
        cell.append(' ', remove);
      }
      return cell;
    }));
    const lines = answer.states[0].figures.map((figure, at) => {
      const line = el('tr');
      line.append(el('th', '', figure.label), ...answer.states.map((one) => {
        const cell = el('td', '', one.figures[at].text);
        if (one.figures[at].difference) cell.append(el('span', `sub ${one.figures[at].verdict}`, one.figures[at].difference));
        return cell;
      }));
      return line;
    });
    const top = el('thead');
    top.append(head);
    const body = el('tbody');
    body.append(...lines);
    table.replaceChildren(top, body);
    by('pinned-headline').textContent = answer.headline;
    by('pinned-progress').textContent = `${answer.years.toLocaleString('en')} years, the same worlds for all.`;
  };

  // Few years first, then more; a newer change stops the older one, here and on the server.
  const run = async () => {
    number += 1;
    running?.abort();
    running = new AbortController();
    const [ours, signal] = [number, running.signal];
    const asked = wanted();
    main.classList.add('waiting');
    main.dataset.state = 'working';
    by('figures').classList.add('busy');
    by('fault').textContent = '';
    by('pinned').hidden = pins.length === 0;
    try {
      for (const years of looks) {
        const answer = await post('answer', { tab, number: ours, years, state: asked }, signal);
        if (ours !== number) return;
        draw(answer);
        by('figures').classList.remove('busy');
        by('progress').textContent = years === study.years ? `${years.toLocaleString('en')} years, refined.` : `${years.toLocaleString('en')} years so far, refining to ${study.years.toLocaleString('en')} …`;
        if (pins.length > 0 && (years === looks[0] || years === study.years)) {
          const compared = await post('compare', { tab, number: ours, years, states: pins }, signal);
          if (ours !== number) return;
          pinnedTable(compared);
        }
      }
      main.dataset.state = 'refined';
    } catch (fault) {
      if (fault.name === 'AbortError' || ours !== number || fault.status === 409) return;
      main.dataset.state = 'fault';
      by('figures').classList.remove('busy');
      by('progress').textContent = 'No answer for this change; the figures are those of the last one.';
      by('fault').textContent = fault instanceof TypeError ? 'The server does not answer. Is attain serve still running?' : fault.message;
    }
  };
  let waiting = null;
  const change = () => {
    clearTimeout(waiting);
    waiting = setTimeout(run, 60);
  };

  by('plan').addEventListener('change', (event) => {
    plan = study.plans.find((one) => one.plan === event.target.value);
    state = { axes: {}, replan: state.replan };
    controls();
    change();
  });
  by('carve').addEventListener('change', (event) => { state.carve = event.target.value; change(); });
  by('quota').addEventListener('change', (event) => { state.quota = event.target.value; change(); });
  by('protection').addEventListener('change', (event) => { state.protection = event.target.value; change(); });
  document.querySelectorAll('[name=replan]').forEach((radio) => radio.addEventListener('change', () => { state.replan = radio.value === 'yes' && radio.checked; change(); }));
  by('more').addEventListener('change', (event) => {
    const slider = plan.sliders.find((one) => one.name === event.target.value);
    if (slider) show(slider);
    event.target.value = '';
  });
  by('reset').addEventListener('click', () => { state = { axes: {}, replan: false }; controls(); change(); });
  by('pin').addEventListener('click', () => {
    if (pins.length === 8) { by('saved').textContent = 'At most eight states can be pinned.'; return; }
    const taken = (name) => name === study.reference || pins.some((pin) => pin.name === name);
    let name = by('name').value.trim() || `state ${pins.length + 1}`;
    for (let i = 2; taken(name); i += 1) name = `${name.replace(/ \(\d+\)$/, '')} (${i})`;
    pins.push({ name, state: wanted() });
    by('saved').textContent = `Pinned as ${name}.`;
    change();
  });
  by('save').addEventListener('click', async () => {
    try {
      const saved = await post('save', { name: by('name').value.trim(), state: wanted() });
      by('saved').textContent = `Saved: ${saved.file}. ${saved.command}${saved.note ? `. ${saved.note}` : ''}`;
    } catch (fault) {
      by('saved').textContent = fault.message;
    }
  });

  if (location.hash.length > 1) {
    try {
      const given = JSON.parse(decodeURIComponent(location.hash.slice(1)));
      for (const [name, number] of Object.entries(given)) {
        if (plan.sliders.some((slider) => slider.name === name) && typeof number === 'number') state.axes[name] = number;
      }
    } catch { /* A hash that is not a state is ignored. */ }
  }
  controls();
  run();
})();
