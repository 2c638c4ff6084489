// How the day gets onto the home screen: by a button where the browser offers one, else in words for the device at hand.
import {button, icon, make} from './dom.js';
import {say} from './words.js';

let offered = null;

// Call `redraw` where the browser offers to install the page, and where it has been installed.
export function watchInstall(redraw) {
  addEventListener('beforeinstallprompt', event => { event.preventDefault(); offered = event; redraw(); });
  addEventListener('appinstalled', () => { offered = null; redraw(); });
}

const installed = () => matchMedia('(display-mode: standalone)').matches || navigator.standalone === true;

export function installOf(redraw) {
  if (installed()) return null;
  const apple = /iPad|iPhone/.test(navigator.userAgent) || (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);
  const install = async () => { await offered.prompt(); offered = null; redraw(); };
  return make('details', {class: 'checklist install', 'data-open': 'install'}, make('summary', {}, icon('house'), say('install')),
    make('p', {class: 'quiet'}, say(apple ? 'install_apple' : 'install_other')),
    offered && button(say('install_now'), install, {look: 'strong', 'data-act': 'install'}));
}
