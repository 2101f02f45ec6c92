/** What may go out in any 24 hours. */
export interface SendLimit {
	limit: number;
	/** Sends kept free. What is expected leaves all of it free; doubt about instants may use it. */
	reserve: number;
}

/** So many standard deviations above what is expected must still be within the limit. */
export const MARGIN = 2.5;
