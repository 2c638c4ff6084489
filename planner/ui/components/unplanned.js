// The list of what is not planned. A press puts it in focus on the map; texts become text nodes.
const element = (tag, className, content) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
};
export default function ({data, parentElement, setStateValue}) {
  const root = parentElement.querySelector('.fp');
  const icon = name => {
    const holder = element('span');
    holder.innerHTML = data.icons[name];        // our own drawings
    return holder.firstChild;
  };
  for (const [name, colour] of Object.entries(data.colours)) root.style.setProperty('--fp-' + name, colour);
  root.style.setProperty('--tall', data.tall + 'px');
  root._tell = setStateValue;
  const mark = visit => root.querySelectorAll('button[data-visit]').forEach(b => b.setAttribute('aria-pressed', String(b.dataset.visit === visit)));
  if (root._stamp !== data.stamp) {
    root._stamp = data.stamp;
    const head = element('header'), list = element('ul');
    head.append(element('h3', '', data.words.title), element('span', '', data.total));
    for (const r of data.rows) {
      const item = element('li'), press = element('button'), top = element('div', 'top'), prio = element('span', 'prio' + (r.dashed ? ' dashed' : ''));
      press.type = 'button';
      press.dataset.visit = r.id;
      for (const [name, colour] of [['--g', r.ground], ['--b', r.border], ['--k', r.ink]]) prio.style.setProperty(name, colour);
      prio.append(icon(r.icon), element('span', '', r.priority));
      top.append(prio, element('b', '', r.title), element('small', '', r.id));
      press.append(top, element('div', 'sub', r.sub));
      if (r.reason) {
        press.append(element('div', 'why', r.reason));
      }
      press.onpointerdown = e => { if (data.move && e.button === 0 && e.pointerType !== 'touch') carry(root, press, r, e); };
      press.onclick = () => {
        if (press._carried) { press._carried = false; return; }
        const visit = press.getAttribute('aria-pressed') === 'true' ? null : r.id, focus = {technician: null, visit};
        mark(visit);
        dispatchEvent(new CustomEvent('faltplan:focus', {detail: {from: root, focus}}));
        root._tell('chosen', focus);
      };
      item.append(press);
      r.cures.forEach((cure, number) => {
        const line = element(data.apply ? 'button' : 'div', 'cure');
        line.append(icon('check'), element('span', '', cure));
        if (data.apply) {
          line.type = 'button';
          line.title = data.apply;
          // The moment makes each press another value: the same cure may be asked for again.
          line.onclick = () => root._tell('cure', {plan: data.plan, visit: r.id, number, at: Date.now()});
        }
        item.append(line);
      });
      list.append(item);
    }
    const nothing = element('div', 'empty');
    nothing.append(icon('check'), element('span', '', data.words.none));
    root.replaceChildren(head, data.rows.length ? list : nothing);
  }
  mark(data.focus);
  if (!root._hear) {
    root._hear = e => { if (e.detail.from !== root) mark(e.detail.focus.visit); };
    addEventListener('faltplan:focus', root._hear);
  }
  const run = root._run = (root._run ?? 0) + 1;
  return () => { if (root._run === run) { removeEventListener('faltplan:focus', root._hear); root._hear = null; } };
}

// Carried to the schedule by the mouse: the schedule hears where the hand is and says what the place would be.
function carry(root, press, row, down) {
  const say = (name, detail) => dispatchEvent(new CustomEvent('faltplan:' + name, {detail}));
  let chip = null;
  const over = e => {
    if (!chip && Math.hypot(e.clientX - down.clientX, e.clientY - down.clientY) < 6) return;
    if (!chip) {
      chip = element('div', 'carried', `${row.priority} ${row.title}`);
      root.append(chip);
      press._carried = true;
      say('lift', {visit: row.id});
    }
    chip.style.transform = `translate(${e.clientX + 10}px, ${e.clientY - 30}px)`;
    say('over', {x: e.clientX, y: e.clientY});
  };
  const end = e => {
    for (const [name, handler] of [['pointermove', over], ['pointerup', end], ['pointercancel', end], ['keydown', key]]) removeEventListener(name, handler, true);
    if (!chip) return;
    chip.remove();
    say(e.type === 'pointerup' ? 'let' : 'stop', {x: e.clientX, y: e.clientY});
    setTimeout(() => { press._carried = false; }, 0);
  };
  const key = e => { if (e.key === 'Escape') end(e); };
  for (const [name, handler] of [['pointermove', over], ['pointerup', end], ['pointercancel', end], ['keydown', key]]) addEventListener(name, handler, true);
}
