/**
 * The matrix of what nobody outside HubSpot knows: each row switches one conceivable answer on in the
 * stand-in. `npx jest test/engine/unknowns` prints it, and what comes of it on hosts with other versions of the API.
 */
import './unknowns/sequences';
import './unknowns/workflows';
