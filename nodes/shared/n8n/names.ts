import type { IDataObject } from 'n8n-workflow';

/** Names that a run came to know: whatever has the id says its name beside it, whenever it was settled. */
export class Names {
	private readonly known = new Map<string, string>();

	ofSequence(id: string, name: string): void {
		this.known.set(id, name);
	}

	/** The same with the name of its sequence, where the run knows it and it does not say so yet. */
	beside(json: IDataObject): IDataObject {
		const { sequenceId, sequenceName } = json;
		if (typeof sequenceId !== 'string' || sequenceName !== undefined) return json;
		const name = this.known.get(sequenceId);
		return name === undefined ? json : { ...json, sequenceName: name };
	}
}
