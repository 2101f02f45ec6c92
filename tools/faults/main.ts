/* eslint-disable @n8n/community-nodes/no-restricted-globals -- measures outside n8n */
import { exit, print } from '../demo/terminal';
import { readOptions } from './options';
import { printDrawn, printFailures, printSum } from './report';
import { playAll } from './tasks';

async function main(given: string[]): Promise<number> {
	const request = readOptions(given);
	const began = Date.now();
	const outcomes = await playAll(request);
	const failed = outcomes.filter(({ findings }) => findings.length > 0);
	if (request.toldWhole) for (const { told } of outcomes) for (const line of told) print(line);
	else printDrawn(outcomes);
	printFailures(outcomes, request.toldWhole);
	printSum(outcomes, (Date.now() - began) / 1_000);
	return failed.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).then(exit, (error: Error) => {
	print(error.stack ?? error.message);
	exit(1);
});
