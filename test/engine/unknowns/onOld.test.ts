/** The matrix on a host that knows no dated version. */
import { HOSTS } from '../../../tools/hubspot';
import { playOn } from '../../support/n8n/stage';
import './sequences';
import './workflows';

playOn({ versions: HOSTS.old });
