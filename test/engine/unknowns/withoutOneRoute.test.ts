/** The matrix on a host that lacks one route of a version that it has otherwise. */
import { playOn } from '../../support/n8n/stage';
import './sequences';
import './workflows';

playOn({ missing: '/crm/objects/2026-09/contacts/batch/read' });
