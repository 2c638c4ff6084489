// The order of the day: a press on a visit shows it in the card. Texts become text nodes.
const element = (tag, className, content) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (content !== undefined) made.textContent = content;
  return made;
};
export default function ({data, parentElement, setStateValue}) {
  const root = parentElement.querySelector('.fp'), {rows, icons, person, words} = data;
  const icon = name => { const holder = element('span'); holder.innerHTML = icons[name]; return holder.firstChild; };
  for (const [name, colour] of Object.entries(data.colours)) root.style.setProperty('--fp-' + name, colour);
  root.style.setProperty('--c', person.colour);
  root.style.setProperty('--i', person.ink);
  const sign = r => {
    const quiet = {remote: 'headset', break: 'cup', absence: 'away', end: 'house', depot: 'box'}[r.kind];
    const made = element('span', 'n' + (person.square ? ' square' : '') + (r.over ? ' done' : quiet ? ' quiet' : ''));
    if (r.over) made.append(icon('check')); else if (quiet) made.append(icon(quiet)); else made.textContent = r.n;
    return made;
  };
  const line = r => {
    if (r.kind === 'drive') {
      const made = element('div', 'drive' + (person.dashed ? ' dashed' : ''));
      made.append(icon('car'), element('span', '', r.text));
      return made;
    }
    const made = element(r.id ? 'button' : 'div', 'row' + (r.next ? ' next' : '') + (r.over ? ' over' : '')), text = element('div');
    text.append(element('b', '', r.text), element('small', '', r.sub));
    const chips = element('span');
    if (r.state) chips.append(element('span', 'chip ' + r.tone, r.state));
    else if (r.late) chips.append(element('span', 'chip warn', r.late));
    else if (r.next) chips.append(element('span', 'chip info', words.next));
    made.append(sign(r), text, chips, element('time', '', r.time));
    if (r.id) {
      made.type = 'button';
      made.setAttribute('aria-pressed', String(r.id === data.focus));
      made.onclick = () => setStateValue('chosen', {visit: r.id});
    }
    return made;
  };
  const past = [], ahead = [];
  for (const r of rows) (ahead.length || !r.over ? ahead : past).push(r);   // what lies behind folds together
  const done = past.filter(r => r.id);
  const parts = [];
  if (done.length) {
    const open = root._open ?? false, fold = element('button', 'fold'), label = element('span');
    label.append(element('b', '', words.done));
    fold.type = 'button';
    fold.setAttribute('aria-expanded', String(open));
    fold.append(icon('check'), label, element('em', '', open ? words.hide : words.show));
    const inner = element('div');
    inner.hidden = !open;
    inner.append(...past.map(line));
    fold.onclick = () => {
      root._open = inner.hidden;
      inner.hidden = !inner.hidden;
      fold.setAttribute('aria-expanded', String(root._open));
      fold.lastChild.textContent = root._open ? words.hide : words.show;
    };
    parts.push(fold, inner);
  }
  root.replaceChildren(...parts, ...ahead.map(line));
}
