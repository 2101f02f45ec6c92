/** The matrix on a HubSpot that has ended every version that has a dated successor. */
import { HOSTS } from '../../../tools/hubspot';
import { playOn } from '../../support/n8n/stage';
import './sequences';
import './workflows';

playOn({ versions: HOSTS.dated });
