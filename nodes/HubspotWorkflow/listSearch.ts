export { searchContacts, searchWorkflows } from '../shared/pickers';
