// A dense table with one selected row, notes under rows and one-click actions in the notes.
// Every word arrives as text and becomes a text node; only ICONS, our own drawings, are markup.
const ICONS = __ICONS__;

const make = (tag, className, words) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (words !== undefined) node.textContent = words;
  return node;
};

const icon = (name, className) => {
  const node = make('span', 'icon ' + (className || ''));
  node.innerHTML = ICONS[name] || '';
  return node;
};

const badge = mark => {
  const node = make('span', 'badge');
  Object.assign(node.style, {color: mark.ink, background: mark.ground, borderColor: mark.border,
    borderStyle: mark.dashed ? 'dashed' : 'solid', borderRadius: mark.radius || '4px'});
  if (mark.icon) node.append(icon(mark.icon));
  node.append(mark.text);
  return node;
};

const fill = (cell, value) => {
  if (value == null) return;
  if (typeof value === 'string') { cell.append(value); return; }
  if (value.badge) cell.append(badge(value.badge));
  if (value.icon) cell.append(icon(value.icon, value.tone));
  if (value.text) cell.append(make('span', (value.strong ? 'strong ' : '') + (value.wavy ? 'wavy ' + value.wavy : ''), value.text));
  if (value.title) cell.title = value.title;
};

export default function ({data, parentElement, setStateValue}) {
  const root = parentElement.querySelector('#rows');
  const kept = root._kept ??= {client: crypto.randomUUID ? crypto.randomUUID() : String(Math.random()), seq: 0, out: []};
  // Outbox: an event sent while a rerun is pending may be lost; it stays here until Python says it was applied.
  kept.out = kept.out.filter(one => one.seq > (data.ack[kept.client] ?? 0));
  const act = (row, action) => {
    kept.out.push({client: kept.client, seq: ++kept.seq, row, action});
    setStateValue('acts', kept.out.slice());
  };
  const select = id => {
    if (!data.selectable) return;
    for (const line of root.querySelectorAll('tr[data-id]')) line.setAttribute('aria-selected', String(line.dataset.id === id));
    setStateValue('selected', {id, n: ++kept.seq});
  };

  const scroll = root.querySelector('.scroll');
  const top = scroll ? scroll.scrollTop : 0;
  const box = make('div', 'scroll');
  box.style.maxHeight = data.height;
  const table = make('table');
  table.setAttribute('aria-label', data.label);
  const head = table.createTHead().insertRow();
  for (const column of data.columns) {
    const cell = make('th', (column.hide || '') + ' ' + (column.align || ''), column.label);
    cell.scope = 'col';
    if (column.width) cell.style.width = column.width;
    head.append(cell);
  }
  for (const row of data.rows) {
    const body = table.createTBody();
    body.className = row.tone || '';
    const line = body.insertRow();
    line.dataset.id = row.id;
    line.setAttribute('aria-selected', String(row.id === data.selected));
    if (data.selectable) {
      line.tabIndex = 0;
      line.onclick = () => select(row.id);
      line.onkeydown = event => {
        if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); select(row.id); }
        const all = [...root.querySelectorAll('tr[data-id]')], at = all.indexOf(line);
        if (event.key === 'ArrowDown') { event.preventDefault(); all[at + 1]?.focus(); }
        if (event.key === 'ArrowUp') { event.preventDefault(); all[at - 1]?.focus(); }
      };
    }
    for (const column of data.columns) {
      const cell = line.insertCell();
      cell.className = (column.hide || '') + ' ' + (column.align || '');
      fill(cell, row.cells[column.id]);
    }
    for (const note of row.notes || []) {
      const below = body.insertRow();
      below.className = 'note ' + note.tone;
      const lead = below.insertCell();
      lead.colSpan = data.lead;
      const cell = below.insertCell();
      cell.colSpan = data.columns.length - data.lead;
      cell.append(make('span', 'where', note.label), ' ', note.text, ' ');
      for (const action of note.actions || []) {
        const button = make('button', 'action', action.label);
        button.type = 'button';
        button.onclick = event => { event.stopPropagation(); act(row.id, action.id); };
        cell.append(button, ' ');
      }
      below.onclick = () => select(row.id);
    }
  }
  box.append(table);
  if (!data.rows.length) box.append(make('div', 'empty', data.empty));
  root.replaceChildren(box);
  box.scrollTop = top;
}
