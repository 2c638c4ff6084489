// A picture made by the server. It is parsed as SVG, so nothing else can come in, and no script in it runs.
export default function ({data, parentElement}) {
  const root = parentElement.querySelector('.fp');
  const made = new DOMParser().parseFromString(data.svg, 'image/svg+xml').documentElement;
  root.style.color = data.colour;
  root.replaceChildren(...(made.nodeName === 'svg' ? [document.importNode(made, true)] : []));
}
