// Draws places of visits as circles: larger for more visits, stronger for dearer ones. Words only become text nodes.
(() => {
  window.faltplanSpread = (map, data, options) => {
    const {element, corner, names, tip, tell, whenSeen} = faltplanKit;
    map.createPane('names').style.zIndex = 380;
    map.attributionControl.setPrefix('Leaflet');
    for (const p of data.places) {
      const look = {radius: p.radius, color: options.line, weight: 1.5, fillColor: p.colour, fillOpacity: .82};
      if (p.hollow) Object.assign(look, {fillOpacity: .15, dashArray: '3 3'});
      L.circleMarker(p.at, look).addTo(map).bindTooltip(tip(p.name, p.told), {direction: 'top'});
    }
    const card = corner(map, 'topright', element('div', 'fp-card fp-scale'));
    card.append(element('b', '', options.title));
    for (const step of data.scale) {
      const row = element('div', 'fp-step'), mark = element('span', 'fp-dot');
      mark.style.background = step.colour;
      row.append(mark, element('span', '', step.name));
      card.append(row);
    }
    whenSeen(map, () => map.fitBounds(L.latLngBounds(data.places.map(p => p.at)), {padding: [24, 24], maxZoom: 14, animate: false}));
    const redraw = names(map, options.labels);
    map.on('moveend resize', redraw);
    redraw();
    tell({faltplan: 'ready'});
  };
})();
