// n8n-core reads these on load; without a folder it writes its settings to the developer's own ~/.n8n.
const { mkdirSync } = require('node:fs');
const { join } = require('node:path');

// Each process of jest has one of its own, and the next run takes it again.
const cache = join(__dirname, '..', '..', '..', 'node_modules', '.cache', 'n8n-user-folder');
const folder = join(cache, process.env.JEST_WORKER_ID ?? '1');
mkdirSync(folder, { recursive: true });

process.env.N8N_USER_FOLDER ??= folder;
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-tests';
process.env.N8N_LOG_LEVEL ??= 'silent';
