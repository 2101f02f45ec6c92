/** Something that must not be. */
export interface Finding {
	/** In the same words whatever the story, so that alike ones can be counted. */
	kind: string;
	detail: string;
}
