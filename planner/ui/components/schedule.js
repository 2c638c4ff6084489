// The schedule: vis-timeline dressed as a dispatcher's board. What is dragged is the matter of drag.js, which stands
// before this text in the same module.
let vis;
const SWEDISH = {                              // vis bundles no Swedish and would fall back to Ukrainian
  months: 'januari_februari_mars_april_maj_juni_juli_augusti_september_oktober_november_december'.split('_'),
  monthsShort: 'jan_feb_mar_apr_maj_jun_jul_aug_sep_okt_nov_dec'.split('_'),
  weekdays: 'söndag_måndag_tisdag_onsdag_torsdag_fredag_lördag'.split('_'),
  weekdaysShort: 'sön_mån_tis_ons_tor_fre_lör'.split('_'), weekdaysMin: 'sö_må_ti_on_to_fr_lö'.split('_'),
  week: {dow: 1, doy: 4},
};
const WORK = new Set(['visit', 'remote']);
const element = (tag, className, content) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;     // customers' words become text, never markup
  return made;
};
const inZone = zone => {                       // the axis in the plan's zone, not in the browser's
  const format = new Intl.DateTimeFormat('en-US', {timeZone: zone, timeZoneName: 'longOffset'});
  return date => {
    const m = vis.moment(date), name = format.formatToParts(m.toDate()).find(p => p.type === 'timeZoneName').value;
    return m.utcOffset(name.slice(3) || '+00:00');
  };
};

class Board {
  constructor(root, data, tell) {
    this.root = root;
    this.parts = Object.fromEntries(['head', 'tl', 'now', 'legend', 'tip', 'live'].map(n => [n, root.querySelector('.fp-' + n)]));
    this.items = new vis.DataSet();
    this.groups = new vis.DataSet();
    this.data = data;
    this.tell = tell;
    this.focus = {technician: null, visit: null};
    this.pending = new Map();                  // visits whose move is under way, by where they were let go
    this.drag = new Drag(this);
    this.read();
    this.tl = new vis.Timeline(this.parts.tl, this.items, this.groups, this.options());
    this.listen();
    this.place();
  }

  options() {
    const data = this.data;
    return {
      stack: false, groupHeightMode: 'fixed',              // stacked rows grow under the pointer
      orientation: {axis: 'top', item: 'top'}, margin: {axis: 0, item: {horizontal: 0, vertical: 0}},
      zoomKey: 'ctrlKey', horizontalScroll: true, verticalScroll: true, maxHeight: data.max_height,
      start: data.start, end: data.end, min: data.day[0], max: data.day[1], zoomMin: 36e5, zoomMax: this.widest(),
      locale: data.language, moment: inZone(data.zone), showCurrentTime: false, showMajorLabels: !!data.days,
      format: {
        minorLabels: {minute: 'HH:mm', hour: 'HH', weekday: 'ddd D', day: 'ddd D'},
        majorLabels: {minute: 'ddd D MMM', hour: 'ddd D MMM', weekday: 'MMMM', day: 'MMMM'},
      },
      selectable: true, multiselect: false, groupOrder: 'order', showTooltips: false,
      editable: {updateTime: true, updateGroup: true, add: false, remove: false, overrideItems: false},
      itemsAlwaysDraggable: {item: true, range: false}, snap: date => new Date(Math.round(date / 3e5) * 3e5),
      onMoving: (item, take) => this.moving(item, take), onMove: (item, take) => this.moved(item, take),
      template: item => this.bar(item), groupTemplate: group => this.label(group),
    };
  }

  widest() { return Math.max(36 * 36e5, Date.parse(this.data.day[1]) - Date.parse(this.data.day[0])); }

  icon(name, size) {
    const made = element('span');
    made.innerHTML = `<svg width="${size}" height="${size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" ` +
      `stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${this.data.icons[name]}</svg>`;
    return made.firstChild;
  }

  read() {                                     // data -> DataSets, as a difference: zoom and scroll stay
    const {rows, bars, grounds, colours} = this.data, host = this.root;
    for (const [name, colour] of Object.entries(colours)) host.style.setProperty('--fp-' + name, colour);
    this.rows = Object.fromEntries(rows.map(r => [r.id, r]));
    const items = bars.filter(b => this.rows[b.row]).map(b => this.item(b));
    grounds.forEach((g, i) => items.push({id: 'g:' + i, group: g.row, start: g.start, end: g.end, type: 'background'}));
    this.replace(this.items, items);
    this.replace(this.groups, rows.map((r, order) => ({id: r.id, order, content: r.name, row: r, className: 'fp-rest'})));
    this.bars = bars.filter(b => b.visit && WORK.has(b.kind));
    this.drawLegend();
    this.parts.head.replaceChildren(element('span', '', this.data.words.technician), element('span', '', this.data.words.filled));
    this.parts.tl.setAttribute('aria-label', this.data.words.aria);
  }

  replace(set, rows) {
    const wanted = new Set(rows.map(r => r.id));
    set.remove(set.getIds().filter(id => !wanted.has(id)));
    set.update(rows);
  }

  item(b) {
    const gone = WORK.has(b.kind) && this.pending.get(b.visit), r = this.rows[gone?.row ?? b.row] ?? this.rows[b.row];
    return {
      id: b.id, group: gone?.row ?? b.row, start: gone?.start ?? b.start, end: gone?.end ?? b.end, type: 'range',
      content: '', bar: b, selectable: !!b.visit, editable: this.movable(b) && !gone,
      className: `k-${b.kind}${r.dashed ? ' k-dashed' : ''}${b.state ? ' s-' + b.state : ''}${gone ? ' s-pending' : ''}${b.aside ? ' s-aside' : ''}${b.marks?.includes('broken') ? ' s-broken' : ''}`,
      style: `--c:${r.colour};--t:${r.tint};--p:${r.pale};--i:${r.ink}`,
    };
  }

  bar({bar}) {
    if (!bar) return '';
    if (WORK.has(bar.kind)) return this.work(bar);
    if (bar.kind === 'drive') return element('div', 'fp-drive');
    if (bar.kind === 'break' || bar.kind === 'depot') {
      const pause = element('div', 'fp-pause');
      pause.append(this.icon(bar.kind === 'break' ? 'cup' : 'box', 12));
      return pause;
    }
    if (bar.text) {
      const away = element('div', 'fp-away');
      const sign = {on_call: 'moon', phone: 'phone', away: 'away'}[bar.kind];
      if (sign) away.append(this.icon(sign, 12));
      away.append(element('span', '', bar.text));
      return away;
    }
    return '';
  }

  work(bar) {
    const box = element('div', 'fp-bar'), marks = element('span', 'fp-marks');
    if (bar.kind === 'remote') box.append(this.icon('headset', 12));
    if (bar.n) box.append(element('b', '', bar.n));
    box.append(element('span', 'fp-text', bar.text));
    for (const mark of bar.marks) {
      const holder = element('span', 'fp-' + mark);
      const names = {late: 'triangle', locked: 'lock', done: 'check', crew: 'people', linked: 'chain', broken: 'cross-square'};
      holder.append(this.icon(names[mark], 12));
      if (mark === 'late' && bar.risk) holder.append(element('em', '', bar.risk));
      marks.append(holder);
    }
    if (bar.marks.length) box.append(marks);
    return box;
  }

  label(group) {
    const r = group?.row;
    if (!r) return '';
    const row = element('div', 'fp-row'), badge = element('span', 'fp-badge' + (r.square ? ' fp-square' : ''), r.number);
    row.style.setProperty('--c', r.colour);
    row.style.setProperty('--i', r.ink);
    row.append(badge, element('span', 'fp-name', r.name));
    row.title = [r.name, ...r.marks.map(m => m[1])].join(' · ');
    for (const [name] of r.marks) {
      const mark = element('span', 'fp-mark');
      mark.append(this.icon(name, 14));
      row.append(mark);
    }
    const fill = element('span', 'fp-fill', r.fill_text), track = element('i'), level = element('b');
    level.style.width = (r.fill ?? 0) * 100 + '%';
    track.append(level);
    fill.append(track);
    row.append(fill);
    return row;
  }

  drawLegend() {
    const signs = {break: 'cup', locked: 'lock', late: 'triangle', crew: 'people', linked: 'chain', broken: 'cross-square'};
    this.parts.legend.replaceChildren(...this.data.legend.map(([name, words]) => {
      const entry = element('span'), sign = element(signs[name] ? 'span' : 'i', 'l-' + name);
      if (signs[name]) sign.append(this.icon(signs[name], 13));
      entry.append(sign, element('span', '', words));
      return entry;
    }));
    this.parts.head.title = this.data.words.keys;
  }

  listen() {
    const tl = this.tl, area = this.parts.tl;
    for (const panel of area.querySelectorAll('.vis-vertical-scroll')) {   // what scrolls is reached by the keyboard
      panel.tabIndex = 0;
      panel.setAttribute('aria-label', this.data.words.technician);
      panel.setAttribute('role', 'group');
    }
    tl.on('click', p => {
      const bar = p.item && this.items.get(p.item)?.bar;
      if (bar?.visit) this.choose(bar.row, bar.visit === this.focus.visit ? null : bar.visit);
      else if (p.group != null) this.choose(p.group === this.focus.technician && !this.focus.visit ? null : p.group, null);
      else this.show();
    });
    tl.on('changed', () => this.place());
    tl.on('rangechange', () => this.place());
    tl.on('itemover', p => { this.hint(this.items.get(p.item)?.bar, p.event); this.drag.hover(this.items.get(p.item)?.bar); });
    tl.on('itemout', () => { if (!this.drag.on) this.parts.tip.hidden = true; });
    area.onkeydown = e => this.key(e);
    this.heard = e => { if (e.detail.from !== this) { this.focus = e.detail.focus; this.show(); } };
    addEventListener('faltplan:focus', this.heard);
    this.timer = setInterval(() => this.place(), 20000);
  }

  movable(b) { return !!this.data.edit && WORK.has(b.kind) && !b.state && !b.marks.includes('locked'); }

  moving(item, take) {                         // vis has moved the bar under the hand
    const bar = this.items.get(item.id)?.bar;
    if (!bar || !this.movable(bar)) return take(null);
    if (this.drag.visit !== bar.visit) this.drag.lift(bar.visit, bar.row);
    this.parts.tl.classList.add('fp-dragging');
    this.drag.over(item.group, item.start.getTime());
    take(item);
  }

  moved(item, take) {
    this.parts.tl.classList.remove('fp-dragging');
    take(null);                                // the bar stands where the place is, not where the hand was
    this.drag.drop();
  }

  seatOf(visit, place) {                       // whether a visit stands at a place already
    const own = this.bars.find(b => b.visit === visit);
    return !!own && own.duty === place.duty && (own.after ?? null) === (place.after ?? null);
  }

  show_at(visit, row, place) {                 // by keyboard the bar itself goes to the place that is tried
    if (place?.start) this.items.update({id: 'v:' + visit, group: row, start: place.start, end: place.end});
    this.seat(this.spot(visit));
  }

  spot(visit) {
    const box = this.tl.itemSet.items['v:' + visit]?.dom?.box?.getBoundingClientRect?.();
    return box && {clientX: box.left, clientY: box.bottom - 8};
  }

  hit(x, y) {                                  // row and time under a point of the window
    const area = this.parts.tl.querySelector('.vis-panel.vis-center').getBoundingClientRect(), range = this.tl.getWindow();
    if (x < area.left || x > area.right || y < area.top || y > area.bottom) return null;
    const labels = [...this.parts.tl.querySelectorAll('.vis-labelset .vis-label')];
    const at = labels.findIndex(l => { const b = l.getBoundingClientRect(); return y >= b.top && y < b.bottom; });
    if (at < 0) return null;
    return {row: this.data.rows[at].id, time: +range.start + (x - area.left) / area.width * (range.end - range.start)};
  }

  tint(row, tone) {                            // the row under the hand says yes, at a cost, or no
    const looks = this.groups.get().map(g => ({id: g.id, className: this.look(g.id) + (g.id === row ? ' fp-over-' + tone : '')}));
    const changed = looks.filter(l => this.groups.get(l.id).className !== l.className);
    if (changed.length) this.groups.update(changed);
  }

  look(id) { return id === this.focus.technician ? 'fp-focus' : 'fp-rest'; }

  destroy() {
    clearInterval(this.timer);
    this.drag.destroy();
    removeEventListener('faltplan:focus', this.heard);
    this.tl.destroy();
  }

  hint(bar, event) {
    const tip = this.parts.tip;
    if (!bar?.tip?.length || this.drag.on) return;
    const head = bar.visit ? [`${bar.n ? bar.n + ' ' : ''}${bar.title}`] : [];
    tip.replaceChildren(...head.map(h => element('b', '', h)), ...bar.tip.map(line => element('div', '', line)));
    this.seat(event);
  }

  seat(event) {                                // the words stand beside the hand, inside the schedule
    const tip = this.parts.tip;
    if (!event) return;
    tip.hidden = false;
    const area = this.root.getBoundingClientRect(), wide = tip.offsetWidth, tall = tip.offsetHeight;
    const x = Math.min(event.clientX - area.left + 12, area.width - wide - 8), y = event.clientY - area.top + 14;
    tip.style.left = Math.max(4, x) + 'px';
    tip.style.top = (y + tall > area.height ? Math.max(2, y - tall - 24) : y) + 'px';
  }

  key(e) {                                     // arrows walk along the row and between rows
    const order = this.bars.filter(b => this.rows[b.row]).sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
    const rows = this.data.rows.map(r => r.id), now = order.find(b => b.visit === this.focus.visit);
    if (this.drag.key(e, now)) { e.preventDefault(); return; }
    const row = now?.row ?? this.focus.technician ?? rows[0], mine = order.filter(b => b.row === row);
    let next;
    if (e.key === 'ArrowRight') next = now ? mine[mine.indexOf(now) + 1] : mine[0];
    else if (e.key === 'ArrowLeft') next = now ? mine[mine.indexOf(now) - 1] : mine.at(-1);
    else if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      const to = rows[rows.indexOf(row) + (e.key === 'ArrowDown' ? 1 : -1)], at = now ? Date.parse(now.start) : 0;
      const near = order.filter(b => b.row === to);
      next = near.sort((a, b) => Math.abs(Date.parse(a.start) - at) - Math.abs(Date.parse(b.start) - at))[0];
      if (!next && to !== undefined) { e.preventDefault(); this.choose(to, null); return; }
    } else if (e.key === 'Escape') { this.choose(null, null); return; } else if (e.key === 'Enter' && now) {
      e.preventDefault(); this.choose(now.row, now.visit); return;
    } else return;
    e.preventDefault();
    if (next) this.choose(next.row, next.visit);
  }

  choose(technician, visit) {
    this.focus = {technician, visit};
    this.show();
    dispatchEvent(new CustomEvent('faltplan:focus', {detail: {from: this, focus: this.focus}}));
    this.tell('chosen', {technician, visit});
    const bar = this.bars.find(b => b.visit === visit);
    const words = bar ? [bar.n, bar.title, ...bar.tip] : [this.rows[technician]?.name ?? this.data.words.nothing];
    this.parts.live.textContent = words.filter(Boolean).join(', ');
  }

  show() {
    const {visit} = this.focus;
    if (!this.drag.on) this.tint(null);
    const id = 'v:' + visit;
    this.tl.setSelection(visit && this.items.get(id) ? [id] : []);
  }

  place() {                                    // header and now-line follow the panels
    const props = this.tl.body?.domProps ?? this.tl.props;
    if (!props?.center) return;
    this.parts.head.style.width = props.left.width + 'px';
    const range = this.tl.getWindow(), now = Date.parse(this.data.now) + (performance.now() - this.data.arrived);
    const share = (now - range.start) / (range.end - range.start), line = this.parts.now;
    line.hidden = !(share >= 0 && share <= 1);
    if (line.hidden) return;
    line.style.left = props.left.width + share * props.center.width + 'px';
    line.style.height = props.root.height + 'px';
    const at = share * props.center.width, half = 26;      // the clock stays over the axis at its ends
    const aside = at < half ? 0 : at > props.center.width - half ? -100 : -50;
    line.firstElementChild.style.transform = `translateX(${aside}%)`;
    const clock = new Intl.DateTimeFormat('sv-SE', {timeZone: this.data.zone, hour: '2-digit', minute: '2-digit'});
    line.firstElementChild.textContent = clock.format(new Date(now));
  }

  update(data, tell) {
    const other = data.plan !== this.data.plan || data.start !== this.data.start;
    const look = data.language !== this.data.language || data.max_height !== this.data.max_height;
    const same = data.stamp === this.data.stamp;
    this.data = data;
    this.tell = tell;
    if (this.drag.heard(data.acknowledged) || !same) this.read();
    if (!same && !this.drag.on) { this.drag.known = new Map(); this.drag.near = null; }
    if (look) this.tl.setOptions({locale: data.language, maxHeight: data.max_height});
    if (other) this.tl.setOptions({min: data.day[0], max: data.day[1], zoomMax: this.widest(), showMajorLabels: !!data.days});
    if (other && data.day_shown + (data.days ?? 1) !== this.day_shown) this.tl.setWindow(data.start, data.end, {animation: false});
    this.day_shown = data.day_shown + (data.days ?? 1);
    this.place();
  }
}

export default async function ({data, parentElement, setStateValue}) {
  const root = parentElement.querySelector('.fp');
  // Streamlit runs this again on every change of data, and calls the cleanup of an overtaken run at once:
  // only the newest run may destroy the timeline.
  const run = root._run = (root._run ?? 0) + 1;
  const cleanup = () => { if (root._run === run && root._board) { root._board.destroy(); root._board = null; } };
  data.arrived = performance.now();
  vis ??= await import(new URL(data.lib, document.baseURI).href);   // a blob module needs an absolute address
  if (vis.moment.locale('sv') !== 'sv') vis.moment.defineLocale('sv', SWEDISH);
  if (root._run !== run) return cleanup;
  if (root._board) root._board.update(data, setStateValue);
  else { root._board = new Board(root, data, setStateValue); root._board.day_shown = data.day_shown + (data.days ?? 1); }
  const board = root._board, asked = JSON.stringify(data.focus);
  if (root._asked !== asked) { root._asked = asked; board.focus = data.focus; }
  board.show();
  board.drag.warm();
  window.__schedule = board;                   // for browser tests
  return cleanup;
}
