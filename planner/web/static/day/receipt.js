// Who has approved, and the receipt: the desk's where there is network, else a copy made of what the device knows.
import {button, icon, link, make} from './dom.js';
import {dialog} from './dialogs.js';
import {canvasOf} from './pictures.js';
import {partName} from './reported.js';
import {reportOf, standing, stateOf, ticked, toldOf} from './state.js';
import {clock, pick, say} from './words.js';

const said = (name, values) => say(`receipt.${name}`, values);

// Who has signed, and the page to show, print or send on.
export function receipt(now, stop) {
  const report = reportOf(stop, now.queue);
  if (!report) return null;
  const words = report.signed_by ? say('signed_by', {name: report.signed_by, time: clock(report.at)}) : say('reported_at', {time: clock(report.at)});
  const query = new URLSearchParams({day: now.day.day, visit: stop.visit});
  const here = !now.online || now.queue.some(one => one.visit === stop.visit);
  return make('div', {class: 'receipt', 'data-report': stop.visit}, icon('check'), make('span', {}, words),
    here ? button(say('receipt'), () => copy(now, stop), {sign: 'note', 'data-act': 'receipt'})
      : link(say('receipt'), `/day/receipt?${query}`, {sign: 'note', target: '_blank', rel: 'noopener'}));
}

async function copy(now, stop) {
  const told = toldOf(stop, now.queue), report = reportOf(stop, now.queue);
  const photos = told.filter(one => one.what === 'photo');
  const kept = (await Promise.all(photos.map(one => canvasOf(one.id)))).filter(Boolean);
  const drawn = report.drawn ? await canvasOf(report.id) : null;
  const away = photos.length - kept.length + (report.drawn && !drawn ? 1 : 0);
  await dialog(said('title', {visit: stop.visit}), (box, leave) => {
    box.append(make('p', {class: 'notice warn'}, icon('offline'), make('span', {}, say('receipt_copy'))),
      make('div', {class: 'paper'}, make('h2', {}, said('title', {visit: stop.visit})), make('p', {}, pick(now.day.named)),
        make('h3', {}, pick(stop.title)),
        make('dl', {}, ...facts(now, stop, report).flatMap(([name, value]) => [make('dt', {}, said(name)), make('dd', {}, value)])),
        list('steps', [...ticked(stop, now.queue)].sort((a, b) => a - b).map(at => pick(stop.checklist[at]))),
        list('parts', parts(now, told)),
        kept.length ? make('div', {class: 'kept-photos'}, ...kept) : '',
        signed(report, drawn), away ? make('p', {class: 'quiet'}, say('receipt_away', {count: away})) : ''),
      make('div', {class: 'two'}, button(say('print'), () => print(), {sign: 'note', 'data-act': 'print'}),
        button(say('close'), () => leave(null), {look: 'strong', 'data-act': 'leave'})));
  }, {class: 'large receipt-copy'});
}

function facts(now, stop, report) {
  const stands = standing(stop, now.queue), state = stateOf(stop, now.queue);
  const begun = stands.find(([word]) => word === 'arrived' || word === 'started');
  const over = stands.findLast(([word]) => ['done', 'follow_up', 'no_access'].includes(word));
  const onSite = [begun, over].filter(Boolean).map(one => clock(one[2])).join(' – ');
  return [['customer', [stop.customer, pick(stop.where)].filter(Boolean).join(', ')], ['job', pick(stop.job)],
    ['technician', now.day.technician.name], ['on_site', onSite], ['state', state && say(`my_day.state.${state}`)],
    ['done', report.note], ['next_action', report.next_action]].filter(([, value]) => value);
}

function parts(now, told) {
  const used = new Map();
  for (const one of told.filter(kept => kept.what === 'parts'))
    for (const {part, quantity} of one.parts || []) used.set(part, (used.get(part) || 0) + quantity);
  return [...used].map(([part, count]) => `${count} × ${partName(now.day, part)}`);
}

const list = (name, rows) => (rows.length
  ? make('section', {}, make('h3', {}, said(name)), make('ul', {}, ...rows.map(row => make('li', {}, row)))) : '');

function signed(report, drawn) {
  if (!report.signed_by && !report.by_word && !drawn) return '';
  const words = [report.signed_by, report.by_word && said('by_word'), clock(report.at)].filter(Boolean).join(', ');
  return make('section', {}, make('h3', {}, said('signed')), drawn || '', make('p', {}, words));
}
