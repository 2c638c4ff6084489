// A visit on its way to another place: asks the server what each place of a day would be, shows it while the hand
// moves, and puts the move into an outbox. Moves travel in the component's state with a number each; what Python has
// made of them comes back as that number, so that nothing of a burst is lost or made twice.
const STEP_MS = 3e5;                           // a visit is let go at whole five minutes

class Drag {
  constructor(board) {
    this.board = board;
    this.client = Math.random().toString(36).slice(2) + Date.now().toString(36);
    this.seq = 0;
    this.outbox = [];
    this.known = new Map();
    this.waits = [];                           // milliseconds from a row under the hand to its answer, to be measured
    this.hear = {
      lift: e => this.lift(e.detail.visit, null), over: e => this.point(e.detail.x, e.detail.y),
      let: e => this.letGo(e.detail.x, e.detail.y), stop: () => this.end(),
    };
    for (const [name, handler] of Object.entries(this.hear)) addEventListener('faltplan:' + name, handler);
    this.follow = e => { this.pointer = {clientX: e.clientX, clientY: e.clientY}; };
    addEventListener('pointermove', this.follow, true);
    addEventListener('mousemove', this.follow, true);
  }

  destroy() {
    for (const [name, handler] of Object.entries(this.hear)) removeEventListener('faltplan:' + name, handler);
    removeEventListener('pointermove', this.follow, true);
    removeEventListener('mousemove', this.follow, true);
  }

  warm() {                                     // the day is made ready for the first question while nobody asks yet
    const {data} = this.board, first = this.board.bars.find(b => this.board.movable(b));
    if (!data.edit || !first || this.warmed === data.plan) return;
    this.warmed = data.plan;
    const query = new URLSearchParams({plan: data.plan, visit: first.visit, technician: first.row, lang: data.language});
    fetch(new URL('/board/places?' + query, document.baseURI)).catch(() => null);
  }

  get on() { return !!this.visit; }

  lift(visit, row) {
    if (!this.board.data.edit) return;
    if (this.visit !== visit && this.near !== visit) this.known = new Map();
    this.visit = visit;
    this.near = null;
    this.at = null;
    for (const [id, found] of this.known) if (found.said) this.known.delete(id);   // refused or not reached: asked anew
    this.ahead(visit, row);
  }

  hover(bar) {                                 // a hand that rests on a visit may lift it: its own row is asked by then
    clearTimeout(this.rest);
    if (this.on || !bar || !this.board.movable(bar)) return;
    this.rest = setTimeout(() => {
      if (this.on) return;
      if (this.near !== bar.visit) this.known = new Map();
      this.near = bar.visit;
      this.ask(bar.row, bar.visit);
    }, 60);
  }

  async ahead(visit, row) {                    // rows the hand may come to, the nearest first, one question at a time
    const order = this.board.data.rows.map(r => r.id), own = Math.max(0, order.indexOf(row));
    const near = order.map((id, at) => [Math.abs(at - own), id]).sort((a, b) => a[0] - b[0]);
    if (row) await this.ask(row);
    for (const [, id] of near) {
      if (this.visit !== visit) return;
      if (!this.known.has(id)) await this.ask(id);
    }
  }

  ask(row, visit = this.visit, moment = null) {   // places of a row, or the one at a moment, once for each visit
    const known = this.known, key = moment === null ? row : `${row} ${moment}`;
    if (!known.has(key)) {
      const {plan, language} = this.board.data;
      const query = new URLSearchParams({plan, visit, technician: row, lang: language});
      if (moment !== null) query.set('at', new Date(moment).toISOString());
      const answer = fetch(new URL('/board/places?' + query, document.baseURI))
        .then(async r => (r.ok ? r.json() : {said: await r.text()})).catch(() => ({said: this.board.data.words.unasked}))
        .then(found => {
          known.set(key, found);
          return found;
        });
      known.set(key, answer);
    }
    return known.get(key);
  }

  over(row, time) {                            // what the visit would be if it were let go now
    if (!this.on || row == null) return;
    const start = Math.round(time / STEP_MS) * STEP_MS;
    if (this.at?.row === row && this.at.start === start) return;
    if (this.at?.row !== row) { this.came = performance.now(); this.paint(row, null); }
    this.at = {row, start};
    if (!this.asking) this.answer();
  }

  async answer() {                             // one question at a time: the hand has moved on when it is answered
    this.asking = true;
    while (this.on && this.at) {
      const at = this.at, found = await this.ask(at.row, this.visit, at.start);
      if (this.on && this.at?.row === at.row) this.paint(at.row, found[0] ?? null, found.said);
      if (this.at === at) break;
    }
    this.asking = false;
  }

  paint(row, place, said) {
    this.place = place;
    if (place && this.came) { this.waits.push(performance.now() - this.came); this.came = 0; }
    const {board} = this, tone = place?.stands ? 'asked' : place ? place.tone : said ? 'bad' : 'asked', r = board.rows[row];
    board.root.dataset.drag = tone;
    board.tint(row, tone);
    const tip = board.parts.tip, words = board.data.words;
    const head = element('b', '', [r?.name, place?.time].filter(Boolean).join(' · '));
    const mark = element('span', 'fp-tone'), still = place?.stands;
    mark.append(board.icon(still ? 'bar' : {ok: 'check', warn: 'triangle', bad: 'cross', asked: 'bar'}[tone], 13),
      element('span', '', said || words[still ? 'stands' : 'tone_' + tone]));
    tip.replaceChildren(head, mark, ...(place?.price ? [element('div', 'fp-price', place.price)] : []), ...(place?.lines ?? []).map(l => element('div', '', l)));
    tip.dataset.tone = tone;
    board.seat(this.pointer ?? board.spot(this.visit));
    board.parts.live.textContent = [r?.name, place?.time, place?.price, words[place?.stands ? 'stands' : 'tone_' + tone], ...(place?.lines ?? [])].filter(Boolean).join(', ');
  }

  point(x, y) {                                // over the schedule by the pointer, from another part of the page
    const hit = this.board.hit(x, y);
    this.pointer = {clientX: x, clientY: y};
    if (hit) this.over(hit.row, hit.time);
    else { this.at = null; this.place = null; this.board.tint(null); this.board.parts.tip.hidden = true; }
  }

  letGo(x, y) {
    if (this.board.hit(x, y)) this.drop();
    else this.end();
  }

  async drop() {                               // the move is sent once it is known where it leads
    const {visit, at} = this;
    if (!visit || !at) return this.end();
    const place = at.place ?? (await this.ask(at.row, visit, at.start))[0];
    this.end();
    if (place && !place.stands) this.send({visit, duty: place.duty, after: place.after, earliest: place.earliest, timed: true}, at.row, place);
    else this.board.read();
  }

  takeOut(visit) { this.send({visit, duty: null, after: null}, null, null); }

  send(move, row, place) {
    this.outbox.push({...move, seq: ++this.seq, plan: this.board.data.plan});
    this.board.pending.set(move.visit, {seq: this.seq, row, start: place?.start, end: place?.end});
    this.board.read();
    this.tell();
  }

  tell() { this.board.tell('moves', {client: this.client, moves: [...this.outbox]}); }

  heard(acknowledged) {                        // Python says up to which number it has made the moves
    const upTo = acknowledged?.[this.client] ?? 0, before = this.outbox.length;
    this.outbox = this.outbox.filter(m => m.seq > upTo);
    for (const [visit, one] of this.board.pending) if (one.seq <= upTo) this.board.pending.delete(visit);
    return this.outbox.length !== before;
  }

  end() {
    this.ended = performance.now();
    this.near = this.visit;                    // what is known of it holds until another visit is looked at
    this.visit = null;
    this.at = this.place = null;
    this.held = null;
    delete this.board.root.dataset.drag;
    delete this.board.parts.tip.dataset.tone;
    this.board.tint(null);
    this.board.parts.tip.hidden = true;
  }

  key(e, now) {                                // Shift and arrows try places, Enter takes one, Escape lets be
    if (!this.board.data.edit) return false;
    if (e.key === 'Escape' && this.held) { this.end(); this.board.read(); return true; }
    if (e.key === 'Enter' && this.held) { this.drop(); return true; }
    if (!now || !this.board.movable(now)) return false;
    if (e.key === 'Delete') { this.takeOut(now.visit); return true; }
    const step = {ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0]}[e.key];
    if (!e.shiftKey || !step) return false;
    this.step(now, ...step);
    return true;
  }

  async step(now, rows, places) {
    if (!this.held) {
      this.lift(now.visit, now.row);
      this.held = {row: now.row, start: Date.parse(now.start), at: null};
    }
    this.pointer = null;
    const order = this.board.data.rows.map(r => r.id), held = this.held;
    held.row = order[Math.min(order.length - 1, Math.max(0, order.indexOf(held.row) + rows))];
    const found = await this.ask(held.row);
    if (this.held !== held) return;
    const open = Array.isArray(found) ? found.filter(p => p.start) : [];
    const own = open.findIndex(p => held.at ? p === held.at : p.stands), near = own < 0 ? this.nearest(open, held.start) : own;
    held.at = open[near + places] ?? open[near] ?? null;
    if (held.at && places) held.start = Date.parse(held.at.start);
    this.at = {row: held.row, start: held.start, place: held.at};
    this.paint(held.row, held.at, found.said);
    this.board.show_at(now.visit, held.row, held.at);
  }

  nearest(open, start) {                       // by keyboard: the place whose own start is nearest
    const far = open.map(p => Math.abs(Date.parse(p.start) - start));
    return far.indexOf(Math.min(...far));
  }
}
