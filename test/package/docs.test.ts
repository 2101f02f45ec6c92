import type { INodeProperties, INodeType } from 'n8n-workflow';

import { HubspotSequence } from '../../nodes/HubspotSequence/HubspotSequence.node';
import { HubspotWorkflow } from '../../nodes/HubspotWorkflow/HubspotWorkflow.node';
import { HELD_REASONS, SKIPPED_REASONS } from '../../nodes/shared/enroll/outcome';
import { ERROR_TABLE } from '../../nodes/shared/transport/errorTable';
import { read } from './packed';
import { section } from './pages';

const propertiesOf = (type: new () => INodeType) =>
	new type().description.properties.filter((property) => property.type !== 'notice');

const optionsOf = ({ options = [] }: INodeProperties) => options as INodeProperties[];

describe('docs/options.md', () => {
	const page = read('docs/options.md');

	it.each([
		[HubspotSequence, 'enroll', 'Enroll Contact (in a sequence)'],
		[HubspotSequence, 'unenroll', 'Unenroll Contact (from a sequence)'],
		[HubspotSequence, 'status', 'Get Enrollment Status (sequences)'],
		[HubspotSequence, 'checkSendLimit', 'Check Send Limit (of a sender)'],
		[HubspotWorkflow, 'enroll', 'Enroll Contact (in a workflow)'],
		[HubspotWorkflow, 'unenroll', 'Unenroll Contact (from a workflow)'],
		[HubspotWorkflow, 'status', 'Get Enrollment Status (workflows)'],
		[HubspotWorkflow, 'checkSendLimit', 'Check Send Limit (of a workflow)'],
	])('has every field of %p, %s, under "%s"', (type, operation, heading) => {
		const text = section('docs/options.md', heading);
		const names = propertiesOf(type)
			.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(operation))
			.flatMap((field) =>
				field.type === 'collection' ? optionsOf(field).map(({ name }) => name) : [field.name],
			);
		expect(names.length).toBeGreaterThan(1);
		expect(names.filter((name) => !new RegExp(`\`(options\\.)?${name}\``).test(text))).toEqual([]);
	});

	it.each([[HubspotSequence], [HubspotWorkflow]])('has every choice of %p', (type) => {
		const fields = propertiesOf(type).flatMap((field) =>
			field.type === 'collection' ? optionsOf(field) : [field],
		);
		const values = fields
			.filter((field) => field.type === 'options')
			.flatMap(({ options = [] }) => options.flatMap((one) => ('value' in one ? [one.value] : [])));
		expect(values.length).toBeGreaterThan(10);
		expect(values.filter((value) => !page.includes(`\`${String(value)}\``))).toEqual([]);
	});
});

it('docs/outcomes.md has every reason', () => {
	const page = read('docs/outcomes.md');
	const reasons = [...Object.keys(HELD_REASONS), ...Object.keys(SKIPPED_REASONS)];
	expect(reasons.filter((reason) => !page.includes(`| \`${reason}\``))).toEqual([]);
});

it("docs/troubleshooting.md has every message about HubSpot's answers", () => {
	const page = section('docs/troubleshooting.md', "HubSpot's answers");
	const messages = ERROR_TABLE.map(({ message }) => message);
	expect(messages.filter((message) => !page.includes(`| ${message} `))).toEqual([]);
});
