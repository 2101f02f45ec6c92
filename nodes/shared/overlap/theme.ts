/** Letters and digits of `text` in lower case, with one space before each word. */
const spaced = (text: string) =>
	` ${text
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '')
		.join(' ')}`;

/**
 * Whether a name has one of the words of a theme, or a word that begins so: "webinar" is in
 * "Webinars 2026", and "art" is not in "Get started".
 *
 * @param theme words, separated by spaces, commas or line ends
 */
export function hasTheme(theme: string): (name: string | undefined) => boolean {
	const words = theme
		.split(/[\s,;]+/)
		.map(spaced)
		.filter((word) => word !== ' ');
	return (name) => words.some((word) => spaced(name ?? '').includes(word));
}
