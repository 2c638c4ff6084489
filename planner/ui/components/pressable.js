// HTML that Python has made and escaped; what has data-press is a button, and its name is told when it is pressed.
// What it names as data-show comes into view.
export default function ({data, parentElement, setTriggerValue}) {
  const root = parentElement.querySelector('.fp-pressable');
  if (root._html !== data.html) {
    root._html = data.html;
    const held = root.contains(document.activeElement) ? document.activeElement.dataset.press : null;
    root.innerHTML = data.html;
    if (held) root.querySelector(`[data-press="${CSS.escape(held)}"]`)?.focus();
  }
  root.onclick = e => {
    const pressed = e.target.closest('[data-press]');
    if (!pressed) return;
    if (pressed.dataset.show) document.querySelector(pressed.dataset.show)?.scrollIntoView({block: 'center'});
    setTriggerValue('pressed', pressed.dataset.press);
  };
}
