// Draws the roads within a time of a place, and the technicians with their minutes. Names only become text nodes.
(() => {
  window.faltplanReach = (map, data, options) => {
    const {element, marker, paint, badge, corner, names, tip, tell, whenSeen, pinned} = faltplanKit;
    for (const [name, z] of [['names', 380], ['reach', 350]]) map.createPane(name).style.zIndex = z;
    map.attributionControl.setPrefix('Leaflet');
    const lines = data.lines.map(text => faltplanPoints(text, options.quantum)), renderer = L.canvas({pane: 'reach', padding: .2});
    const look = {renderer, interactive: false, lineJoin: 'round'};
    if (lines.length) {
      L.polyline(lines, {...look, color: options.halo, weight: 6, opacity: .7}).addTo(map);
      L.polyline(lines, {...look, color: options.colour, weight: 3, opacity: .85}).addTo(map);
    }
    marker(map, data.place, pinned(), {alt: options.title, z: 500, interactive: false});
    const card = corner(map, 'topright', element('div', 'fp-card fp-people'));
    card.append(element('b', '', options.title));
    for (const p of data.people) {
      const holder = element('div', 'fp-present' + (p.within ? ' fp-on' : '')), sign = badge(p, p.number);
      paint(holder, p);
      holder.append(sign, element('span', 'fp-minutes', p.minutes));
      const m = marker(map, p.at, holder, {alt: `${p.name} ${p.minutes}`, keyboard: true, z: p.within ? 400 : 0});
      m.bindTooltip(tip(p.name, [p.minutes]), {direction: 'top', offset: [0, -12]});
      const choose = () => tell({faltplan: 'select', technician: p.id, visit: null});
      m.on('click', choose);
      const row = element('button', 'fp-button' + (p.within ? '' : ' fp-quiet')), mark = badge(p, p.number);
      paint(mark, p);
      row.append(mark, element('span', '', p.name), element('span', 'fp-minutes', p.minutes));
      row.onclick = choose;
      card.append(row);
    }
    const near = data.people.filter(p => p.within).map(p => p.at);
    whenSeen(map, () => map.fitBounds(L.latLngBounds([data.place, ...near, ...lines.flat()]), {padding: [24, 24], maxZoom: 15, animate: false}));
    const redraw = names(map, options.labels);
    map.on('moveend resize', redraw);
    redraw();
    tell({faltplan: 'ready'});
  };
})();
