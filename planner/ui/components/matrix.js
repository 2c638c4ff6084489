// Impact x urgency: a grid of buttons; the choice is kept as state. All words are text nodes.
export default function ({data, parentElement, setStateValue}) {
  const root = parentElement.querySelector('#matrix');
  const make = (tag, words, className) => {
    const node = document.createElement(tag);
    if (words !== undefined) node.textContent = words;
    if (className) node.className = className;
    return node;
  };
  const levels = [5, 4, 3, 2, 1], table = make('table');
  table.setAttribute('role', 'grid');
  table.setAttribute('aria-label', data.label);
  const head = table.createTHead().insertRow();
  head.append(make('th', ''));
  for (const urgency of levels) { const th = make('th', String(urgency)); th.title = data.urgency[urgency - 1]; head.append(th); }
  const body = table.createTBody();
  for (const impact of levels) {
    const row = body.insertRow();
    const th = make('th', String(impact));
    th.title = data.impact[impact - 1];
    row.append(th);
    for (const urgency of levels) {
      const words = data.cells[impact - 1][urgency - 1];
      const button = make('button', words, impact === data.chosen[0] && urgency === data.chosen[1] ? 'chosen' : '');
      button.type = 'button';
      button.disabled = data.disabled;
      button.setAttribute('aria-pressed', String(button.className === 'chosen'));
      button.title = data.impact[impact - 1] + ' · ' + data.urgency[urgency - 1];
      button.setAttribute('aria-label', words + ': ' + button.title);
      button.onclick = () => {
        root.querySelectorAll('button').forEach(one => one.classList.toggle('chosen', one === button));
        setStateValue('cell', [impact, urgency]);
      };
      row.insertCell().append(button);
    }
  }
  root.replaceChildren(table);
}
