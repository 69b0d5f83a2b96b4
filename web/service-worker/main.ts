// The shop without network: its own files and pictures. Data of the API is none of this worker's business.
//
// The build writes sw.js, which says VERSION, of the list and of this script, and FILES, [path, SHA-256, bytes] of each
// file that the shop cannot start without, and then imports this script. With most releases only the list is another.
import './install';
import './versions';
import './pages';
import './notifications';
import './outbox';
