import { mapValues } from 'lodash';
import type { INode, INodeParameters, NodeParameterValueType } from 'n8n-workflow';

import { credentialReference, isHubspotNode } from '../e2e/standIn';
import { FLOWS, REPS, SEQUENCES } from '../hubspot';

const ofList = (value: string, cachedResultName: string) => ({
	__rl: true as const,
	mode: 'list',
	value,
	cachedResultName,
});
const ann = ofList(REPS.ann.userId, 'Ann Adler (ann@fjordline.example)');

/** What is chosen in the fields that an example leaves empty, by the name of the field. */
const CHOICES: INodeParameters = {
	sequence: ofList(SEQUENCES.outbound, 'Outbound intro – 3 emails over 9 days'),
	sender: ann,
	fallbackSender: ann,
	senders: [REPS.ann.userId, REPS.ben.userId],
	workflow: ofList(FLOWS.nurture.id, 'Welcome nurture'),
	sourceList: ofList('6002', 'Conference leads'),
};

/** A node of an example as a person leaves it who has the account of the stand-in: all is chosen. */
export function chooseAll(node: INode, credentialId: string): INode {
	if (!isHubspotNode(node)) return node;
	const options = node.parameters.options as INodeParameters | undefined;
	return {
		...node,
		parameters: {
			...mapValues(node.parameters, chosen),
			...(options && { options: mapValues(options, chosen) }),
		},
		credentials: credentialReference(credentialId),
	};
}

const chosen = (value: NodeParameterValueType, name: string) =>
	isEmpty(value) && name in CHOICES ? CHOICES[name] : value;

const isEmpty = (value: NodeParameterValueType): boolean =>
	typeof value === 'object' &&
	value !== null &&
	(Array.isArray(value) ? value.length === 0 : 'value' in value && value.value === '');
