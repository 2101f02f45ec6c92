/**
 * The matrix of what nobody outside HubSpot knows: each row switches one conceivable answer on in the
 * stand-in. `npx jest test/engine/unknowns` prints it.
 */
import './unknowns/sequences';
import './unknowns/workflows';
