// What was chosen in the settings holds from the first paint.
import { read } from '../storage/local';

var root = document.documentElement, text = read('fairday.text');

if (text) root.setAttribute('data-text', text);
// The server's pages say their language; the bare shell is the same file for every page.
root.lang = /^\/en(\/|$)/.test(location.pathname) ? 'en' : 'zh-CN';
if (location.pathname === '/' && read('fairday.language') === 'en') location.replace('/en');
