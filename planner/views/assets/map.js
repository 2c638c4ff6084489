// Draws a plan on a Leaflet map. Text from customers only ever becomes a text node here, never markup.
(() => {
  const LEAST_BELOW = 44, BADGE = 18;         // room kept free at the bottom, and what a badge needs above the key
  const FEW = .1, WORTH = .4;                 // stops that may lie outside at first, and the zoom that makes it worth it
  const MAX_SHIFT = 26;                       // a badge moves at most so many pixels away from its place
  const element = (tag, className, content) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (content !== undefined) made.textContent = content;
    return made;
  };
  // Icons are constants of ours, written in Python beside the data.
  const icon = (paths, size) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    for (const [name, value] of Object.entries({width: size, height: size, viewBox: '0 0 24 24', fill: 'none',
      stroke: 'currentColor', 'stroke-width': 2.2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round',
      'aria-hidden': 'true'})) made.setAttribute(name, value);
    made.innerHTML = paths;
    return made;
  };
  const tip = (head, lines, warn) => {
    const box = element('div');
    box.append(element('b', '', head));
    lines.forEach((line, i) => box.append(element('div', warn && i === lines.length - 1 ? 'fp-warn' : '', line)));
    return box;
  };
  const tell = message => { if (parent !== window) parent.postMessage(message, '*'); };
  const marker = (map, at, holder, options) => L.marker(at, {
    icon: L.divIcon({className: 'fp-at ' + (options.className ?? ''), html: holder, iconSize: null}),
    keyboard: options.keyboard ?? false, interactive: options.interactive ?? true, title: '', zIndexOffset: options.z ?? 0,
    riseOnHover: true, alt: options.alt ?? '', draggable: options.draggable ?? false,
  }).addTo(map);
  const badge = (person, content) => {
    const made = element('div', 'fp-badge' + (person.square ? ' fp-square' : ''), content);
    if (String(content ?? '').length > 2) made.classList.add('fp-long');
    return made;
  };
  const paint = (node, person) => { node.style.setProperty('--c', person.colour); node.style.setProperty('--i', person.ink); };

  function circles(map, rows, colour) {        // the true radius of places that are not known to the address
    for (const row of rows) if (row.r) L.circle([row.lat, row.lon], {radius: row.r, color: colour, weight: 1.4,
      dashArray: '4 3', fillOpacity: .1, interactive: false, pane: 'circles'}).addTo(map);
  }

  const QUANTUM = 1e-5;                       // degrees of a step in the line of a leg
  const byRoad = people => people.some(p => p.legs.some(Boolean)), byGuess = people => people.some(p => p.legs.some(leg => !leg));

  function routes(map, people) {               // legs follow their roads; where some do, a straight one is dotted
    for (const p of people) {
      const ways = p.legs.map((leg, i) => (leg ? faltplanPoints(leg, QUANTUM) : [p.line[i], p.line[i + 1]]));
      const coming = ways.slice(p.driven), roads = p.legs.some(Boolean), runs = [];
      coming.forEach((way, i) => {
        if (roads && !p.legs[p.driven + i]) runs.push([]);
        else if (runs.length) runs.at(-1).push(...way);
        else runs.push([...way]);
      });
      const quiet = {interactive: false, lineJoin: 'round', pane: 'routes'};
      p.halo = L.polyline(ways.flat(), quiet).addTo(map);
      p.past = L.polyline(ways.slice(0, p.driven).flat(), quiet).addTo(map);
      p.route = L.polyline(runs, {lineJoin: 'round', pane: 'routes', bubblingMouseEvents: false}).addTo(map);
      const guessed = roads ? coming.filter((_, i) => !p.legs[p.driven + i]) : [];
      if (guessed.length) p.guess = L.polyline(guessed, quiet).addTo(map);
    }
  }

  function stops(map, data, choose) {
    const shown = [];
    for (const p of data.people) {
      p.badges = p.stops.map(s => {
        const holder = element('div'), mark = badge(p, s.done ? '' : s.n);
        if (s.done) mark.append(icon(data.icons.check, 12));
        holder.append(element('div', 'fp-leader'), mark);
        paint(holder, p);
        const classes = (s.late ? 'fp-late ' : '') + (s.done ? 'fp-done' : '');
        const m = marker(map, [s.lat, s.lon], holder, {keyboard: true, className: classes, alt: `${s.n} ${s.title}`});
        m.bindTooltip(tip(`${s.n} ${s.title}`, [p.name, ...s.lines], s.late), {direction: 'top', offset: [0, -10]});
        m.on('click', () => choose(p.id, s.id));
        shown.push({m, holder, mark, person: p.id, visit: s.id});
        return m;
      });
      circles(map, p.stops, p.colour);
    }
    return shown;
  }

  function unplanned(map, data, choose) {
    circles(map, data.unplanned, data.colours.edge);
    return data.unplanned.map(u => {
      const holder = element('div'), mark = element('div', 'fp-diamond' + (u.urgent ? ' fp-urgent' : ''));
      holder.style.setProperty('--c', data.colours.edge);
      mark.append(element('span', '', u.p));
      holder.append(element('div', 'fp-leader'), mark);
      const m = marker(map, [u.lat, u.lon], holder, {keyboard: true, alt: `${u.p} ${u.title}`, z: 200});
      m.bindTooltip(tip(u.title, u.lines), {direction: 'top', offset: [0, -12]});
      m.on('click', () => choose(null, u.id));
      return {m, holder, mark, person: null, visit: u.id, wide: true};
    });
  }

  function places(map, data) {
    for (const p of data.people) {
      if (!p.home) continue;
      const mark = element('div', 'fp-mark fp-home');
      mark.append(icon(data.icons.house, 11));
      paint(mark, p);
      p.homeMark = marker(map, p.home, mark, {interactive: true, z: -200, alt: `${data.words.home} ${p.name}`});
      p.homeMark.bindTooltip(tip(data.words.home, [p.name]), {direction: 'top'});
    }
    for (const [lat, lon, label] of data.depots) {
      const mark = element('div', 'fp-mark fp-depot');
      mark.append(icon(data.icons.box, 14));
      marker(map, [lat, lon], mark, {z: -100, alt: `${data.words.depot} ${label}`})
        .bindTooltip(tip(data.words.depot, label ? [label] : []), {direction: 'top'});
    }
  }

  // Close badges push each other apart, with a thin leader back to the true place.
  function spread(map, shown, focus) {
    const bounds = map.getPixelBounds().pad(.2);
    const nodes = shown.map(s => {
      const at = map.project(s.m.getLatLng()), on = s.person !== null && s.person === focus.person;
      return {s, at, on, x: at.x, y: at.y, r: s.visit === focus.visit && on ? 17 : on || s.wide ? 13 : 9};
    }).filter(n => bounds.contains(n.at)).sort((a, b) => a.at.x - b.at.x);
    for (let round = 0; round < 40; round++) {
      let moved = false;
      for (let i = 0; i < nodes.length; i++) for (let j = i + 1; j < nodes.length && nodes[j].at.x - nodes[i].at.x < 86; j++) {
        const a = nodes[i], b = nodes[j], least = a.r + b.r;
        let dx = b.x - a.x, dy = b.y - a.y, far = Math.hypot(dx, dy);
        if (far >= least) continue;
        if (far < .01) { const turn = (i * 2.399 + j) % 6.283; dx = Math.cos(turn); dy = Math.sin(turn); far = 1; }
        const push = least - Math.min(far, least) + .6, own = a.on === b.on ? .5 : a.on ? .1 : .9;   // the focus stays put
        a.x -= dx / far * push * own; a.y -= dy / far * push * own;
        b.x += dx / far * push * (1 - own); b.y += dy / far * push * (1 - own);
        moved = true;
      }
      for (const n of nodes) {
        const dx = n.x - n.at.x, dy = n.y - n.at.y, far = Math.hypot(dx, dy);
        if (far > MAX_SHIFT) { n.x = n.at.x + dx / far * MAX_SHIFT; n.y = n.at.y + dy / far * MAX_SHIFT; }
      }
      if (!moved) break;
    }
    for (const n of nodes) {
      const dx = n.x - n.at.x, dy = n.y - n.at.y, far = Math.hypot(dx, dy), leader = n.s.holder.firstChild;
      n.s.mark.style.transform = far < .5 ? '' : `translate(${dx.toFixed(1)}px,${dy.toFixed(1)}px)`;
      leader.style.display = far < 6 ? 'none' : '';
      leader.style.width = far.toFixed(1) + 'px';
      leader.style.transform = `rotate(${Math.atan2(dy, dx).toFixed(3)}rad)`;
    }
  }

  function names(map, labels) {                // the most populous first; whoever would touch another stays away
    const layer = L.layerGroup([], {pane: 'names'}).addTo(map);
    return () => {
      layer.clearLayers();
      const taken = [], bounds = map.getBounds().pad(-.02), most = map.getZoom() > 10 ? 26 : 16;
      for (const [name, lat, lon, people] of labels) {
        if (taken.length >= most) break;
        if (!bounds.contains([lat, lon])) continue;
        const at = map.latLngToLayerPoint([lat, lon]), half = name.length * 4.6 + 14;
        if (taken.some(t => Math.abs(t.at.x - at.x) < half + t.half && Math.abs(t.at.y - at.y) < 22)) continue;
        taken.push({at, half});
        const label = element('div', 'fp-name' + (people < 12000 ? ' fp-small' : ''), name);
        L.marker([lat, lon], {pane: 'names', interactive: false, keyboard: false,
          icon: L.divIcon({className: 'fp-at', html: label, iconSize: null})}).addTo(layer);
      }
    };
  }

  // The frame in which a map is drawn may be hidden at first: nothing fits into a picture without size.
  function whenSeen(map, fit) {
    if (map.getSize().x && map.getSize().y) fit(); else map.once('resize', () => whenSeen(map, fit));
  }

  // Room for the controls, and for the key as high as it is at present.
  const margin = map => {
    const key = map.getContainer().querySelector('.fp-key:not(.fp-outside)');
    const high = key ? map.getContainer().getBoundingClientRect().bottom - key.getBoundingClientRect().top + BADGE : 0;
    return {paddingTopLeft: [50, 20], paddingBottomRight: [26, Math.max(LEAST_BELOW, high)], maxZoom: 14};
  };

  // A stop far away would make all others unreadable: a few may lie outside the first picture (the key says how many).
  function bulk(map, points) {
    const middle = axis => points.map(p => p[axis]).sort((a, b) => a - b)[points.length >> 1];
    const at = map.project([middle(0), middle(1)], 8), far = p => map.project(p, 8).distanceTo(at);
    const near = [...points].sort((a, b) => far(a) - far(b)), {paddingTopLeft: t, paddingBottomRight: b} = margin(map);
    const room = L.point(t[0] + b[0], t[1] + b[1]);
    const zoom = count => map.getBoundsZoom(L.latLngBounds(near.slice(0, count)), false, room);
    let best = near.length, most = zoom(best);
    for (let count = near.length - 1; count >= near.length * (1 - FEW); count--)
      if (zoom(count) >= most + WORTH) { best = count; most = zoom(count); }
    return L.latLngBounds(near.slice(0, best));
  }

  function outside(map, data, points) {        // how many stops the picture does not show
    const box = corner(map, 'bottomright', element('div', 'fp-key fp-outside'));
    const count = () => {
      const view = map.getBounds(), missing = points.filter(p => !view.contains(p)).length;
      box.style.display = missing ? '' : 'none';
      box.textContent = data.words.outside.replace('{count}', missing);
    };
    map.on('moveend resize', count);
    count();
  }

  const corner = (map, position, node) => {
    const control = L.control({position});
    control.onAdd = () => { L.DomEvent.disableClickPropagation(node); L.DomEvent.disableScrollPropagation(node); return node; };
    control.addTo(map);
    return node;
  };

  function key(map, data, short) {
    const box = element('div', 'fp-key'), w = data.words, any = data.people.some(p => p.stops.some(s => s.r));
    const entries = [[data.unplanned.length, 'unplanned'], [data.depots.length, 'depot'],
      [data.people.some(p => p.home), 'home'], [any || data.unplanned.some(u => u.r), 'uncertain'],
      [byRoad(data.people), 'roads'], [byGuess(data.people), 'straight']].slice(short ? -3 : 0);
    for (const [wanted, name] of entries) {
      if (!wanted) continue;
      const entry = element('span'), sign = name === 'home' ? icon(data.icons.house, 14) : element('i', 'fp-k-' + name);
      if (name === 'straight' && byRoad(data.people)) sign.classList.add('fp-k-guess');
      entry.append(sign, element('span', '', w[name]));
      box.append(entry);
    }
    if (box.childElementCount) corner(map, 'bottomleft', box);
  }

  const personBadge = p => { const made = badge(p, p.number); paint(made, p); return made; };

  function list(map, data, choose) {           // technicians as buttons, for a map that stands alone
    const box = element('div', 'fp-card fp-people');
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', data.words.people);
    for (const p of data.people) {
      p.button = element('button', 'fp-button');
      p.button.append(personBadge(p), element('span', '', p.name));
      p.button.onclick = () => choose(p.button.getAttribute('aria-pressed') === 'true' ? null : p.id, null);
      box.append(p.button);
    }
    corner(map, 'topright', box);
  }

  function whole(map, title, box) {            // back to everything, beside the zoom buttons
    const link = element('a', '');
    link.href = '#';
    link.role = 'button';
    link.title = title;
    link.setAttribute('aria-label', title);
    link.append(icon('<path d="M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"/>', 16));
    link.onclick = e => { e.preventDefault(); map.fitBounds(box(), margin(map)); };
    map.zoomControl?.getContainer().append(link);
  }

  addEventListener('message', async e => {     // the page around us sends its font: a frame without origin may not fetch it
    if (e.source !== parent || e.data?.faltplan !== 'font') return;
    const face = new FontFace('Source Sans', e.data.font, {weight: '200 900'});
    document.fonts.add(await face.load());
  });

  window.faltplanPlan = (map, data, options) => {
    for (const [name, z] of [['names', 380], ['circles', 390], ['routes', 400]]) {
      map.createPane(name).style.zIndex = z;
      if (name === 'names') map.getPane(name).style.pointerEvents = 'none';
    }
    map.attributionControl.setPrefix('Leaflet');
    if (matchMedia('(pointer:coarse)').matches || options.touch) map.getContainer().classList.add('fp-coarse');
    let focus = {person: null, visit: null};
    const choose = (person, visit) => {
      apply({person, visit}, false);
      tell({faltplan: 'select', technician: person, visit});
    };
    places(map, data);
    routes(map, data.people);
    const shown = [...unplanned(map, data, choose), ...stops(map, data, choose)];
    key(map, data, options.quiet);
    const card = corner(map, 'topright', element('div', 'fp-card'));
    if (options.people) list(map, data, choose);
    for (const p of data.people) p.route.on('click', () => choose(p.id, null));
    const around = options.around ?? [];       // what another map beside shows: both show the same
    const extent = L.latLngBounds(data.people.flatMap(p => [...p.line, ...p.stops.map(s => [s.lat, s.lon])])
      .concat(data.unplanned.map(u => [u.lat, u.lon]), around));
    const all = () => (extent.isValid() ? extent : L.latLngBounds(options.box));
    const first = () => (options.quiet || around.length || sights.length < 10 ? all() : bulk(map, sights));
    const sights = [...data.people.flatMap(p => p.stops), ...data.unplanned].map(s => [s.lat, s.lon]);
    whole(map, data.words.whole, all);

    function apply(next, pan, animate = true) {
      focus = next;
      for (const p of data.people) {
        const on = p.id === focus.person, dim = focus.person !== null && !on;
        p.halo.setStyle({color: data.colours.halo, weight: on ? 8 : 4.4, opacity: on ? .95 : .7});
        p.past.setStyle({color: p.colour, weight: on ? 4 : 2.2, opacity: on ? .45 : dim ? .4 : .6, dashArray: p.dash});
        p.route.setStyle({color: p.colour, weight: on ? 4 : 2.2, opacity: on ? 1 : .82, dashArray: p.dash});
        p.guess?.setStyle({color: p.colour, weight: on ? 3 : 2, opacity: on ? 1 : .82, dashArray: '1 6'});
        p.badges.forEach((m, i) => {
          const node = m.getElement();
          node.classList.toggle('fp-on', on);
          node.classList.toggle('fp-chosen', on && p.stops[i].id === focus.visit);
          node.tabIndex = on || focus.person === null ? 0 : -1;
          m.setZIndexOffset(on ? 1000 : 0);
        });
        p.homeMark?.getElement().classList.toggle('fp-on', on);
        p.homeMark?.setZIndexOffset(on ? 500 : -200);
        p.button?.setAttribute('aria-pressed', String(on));
        if (on) { p.halo.bringToFront(); p.past.bringToFront(); p.route.bringToFront(); p.guess?.bringToFront(); }
      }
      for (const s of shown) if (s.person === null) s.m.getElement().classList.toggle('fp-chosen', s.visit === focus.visit);
      const p = data.people.find(one => one.id === focus.person);
      card.replaceChildren();
      card.style.display = p && !options.quiet ? '' : 'none';
      if (p) card.append(personBadge(p), element('b', '', p.name), element('span', 'fp-quiet', p.summary));
      if (pan) bring(p, animate);
      spread(map, shown, focus);
    }
    function bring(p, animate) {                        // show the focus where it lies outside the view, or is too small to read
      const one = shown.find(s => s.visit === focus.visit)?.m.getLatLng(), view = map.getBounds();
      const box = p ? L.latLngBounds([...p.line, ...p.stops.map(s => [s.lat, s.lon])]) : null;
      map.once('moveend', uncover);
      if (box?.isValid()) {
        const tall = (box.getNorth() - box.getSouth()) / (view.getNorth() - view.getSouth());
        const wide = (box.getEast() - box.getWest()) / (view.getEast() - view.getWest());
        if (!view.contains(box) || Math.max(tall, wide) < .55) return map.fitBounds(box, {...margin(map), animate});
      } else if (one && !view.pad(-.08).contains(one)) return map.panTo(one, {animate});
      else if (!p && !one && !options.quiet) return map.fitBounds(first(), {...margin(map), animate});
      map.off('moveend', uncover);
      return uncover();
    }
    function uncover() {                       // what was chosen does not lie under the key or another control
      const pin = shown.find(s => s.visit === focus.visit && s.person === focus.person)?.mark.getBoundingClientRect();
      if (!pin?.width) return;
      for (const control of map.getContainer().querySelectorAll('.leaflet-control')) {
        const box = control.getBoundingClientRect();
        if (!box.width || pin.right < box.left || pin.left > box.right || pin.bottom < box.top || pin.top > box.bottom) continue;
        const below = !!control.closest('.leaflet-bottom');
        map.panBy([0, below ? pin.bottom + 6 - box.top : pin.top - 6 - box.bottom], {animate: false});
        return;
      }
    }

    const redraw = names(map, options.labels);
    const fit = () => {
      map.fitBounds(first(), {...margin(map), animate: false});
      if (focus.person || focus.visit) apply(focus, true, false);
    };
    let touched = false;                       // until a hand has moved it, another size of the frame fits anew
    for (const name of ['pointerdown', 'wheel', 'keydown']) map.getContainer().addEventListener(name, () => { touched = true; });
    whenSeen(map, () => { fit(); map.on('resize', () => { if (!touched) fit(); }); });
    if (!options.quiet) outside(map, data, sights);
    map.on('zoomend resize', () => spread(map, shown, focus));
    map.on('moveend resize', redraw);
    apply({person: options.focus ?? null, visit: options.visit ?? null}, false);
    redraw();
    addEventListener('message', e => {
      if (e.source !== parent || e.data?.faltplan !== 'focus') return;
      apply({person: e.data.technician ?? null, visit: e.data.visit ?? null}, true);
    });
    tell({faltplan: 'ready'});
  };

  function pinned() {
    const holder = element('div', 'fp-pin');
    holder.append(icon('<path d="M12 22s7-6.5 7-12A7 7 0 0 0 5 10c0 5.5 7 12 7 12z" fill="currentColor"/><circle cx="12" cy="10" r="2.5" fill="#fff" stroke="none"/>', 30));
    return holder;
  }

  window.faltplanKit = {element, marker, paint, badge, corner, names, tip, tell, whenSeen, pinned};

  window.faltplanPlace = (map, place, options) => {
    map.createPane('names').style.zIndex = 380;
    map.attributionControl.setPrefix('Leaflet');
    const holder = pinned();
    let pin = null, circle = null;
    const put = at => {
      pin?.remove();
      circle?.remove();
      pin = marker(map, at, holder, {alt: options.title, z: 500, interactive: !!options.clickable, draggable: !!options.clickable});
      pin.on('dragstart', () => circle?.remove());
      pin.on('dragend', () => told(pin.getLatLng()));
    };
    const told = at => tell({faltplan: 'pin', lat: +at.lat.toFixed(6), lon: +at.lng.toFixed(6)});
    if (place) {
      put([place.lat, place.lon]);
      if (place.r) circle = L.circle([place.lat, place.lon], {radius: place.r, color: options.colour, weight: 1.5,
        dashArray: '4 3', fillOpacity: .1, interactive: false}).addTo(map);
    }
    const box = () => (circle ? circle.getBounds() : place ? L.latLng(place.lat, place.lon).toBounds(1500) : options.box);
    whenSeen(map, () => map.fitBounds(box(), {maxZoom: place ? 15 : undefined, animate: false}));
    if (options.hint) corner(map, 'bottomleft', element('div', 'fp-key', options.hint));
    const redraw = names(map, options.labels);
    map.on('moveend resize', redraw);
    redraw();
    if (options.clickable) {
      map.getContainer().style.cursor = 'crosshair';
      map.on('click', e => {
        put(e.latlng);
        told(e.latlng);
      });
    }
    tell({faltplan: 'ready'});
  };
})();
