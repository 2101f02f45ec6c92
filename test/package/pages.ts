import { dirname, filesIn, join, read } from './packed';

/** What a reader can open from a page. */
const FILES = new Set([
	...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'LICENSE', 'package.json'],
	...['docs', 'examples', '.github'].flatMap(filesIn),
]);

export const PAGES = [...FILES].filter((file) => file.endsWith('.md'));

/** Examples in code hold no links and no headings. */
const proseOf = (page: string) => read(page).replace(/^(\s*)```[\s\S]*?^\1```$/gm, '');

/** How GitHub names a heading in an address. */
const slug = (heading: string) =>
	heading
		.trim()
		.toLowerCase()
		.replace(/[^\p{L}\p{N}\s_-]/gu, '')
		.replace(/\s/g, '-');

/** A heading that comes again gets a number. */
export function anchorsOf(page: string): string[] {
	const slugs = [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading));
	return slugs.map((name, order) => {
		const before = slugs.slice(0, order).filter((other) => other === name).length;
		return before === 0 ? name : `${name}-${before}`;
	});
}

/** Relative links of a page that lead nowhere. */
export function deadLinks(page: string): string[] {
	const links = proseOf(page).matchAll(/(?:\]\(|(?:src|srcset)=")([^)"\s]+)[)"]/g);
	const targets = [...links].map(([, target]) => target);
	return targets
		.filter((target) => !/^[a-z]+:/.test(target))
		.filter((target) => {
			const [path, anchor] = target.split('#');
			const file = path === '' ? page : join(dirname(page), path);
			const isThere = FILES.has(file);
			return !isThere || (anchor !== undefined && !anchorsOf(file).includes(anchor));
		});
}

/** The part of a page below a heading, up to the next one of the same level. */
export function section(page: string, heading: string): string {
	const [, ...parts] = `\n${read(page)}`.split(/\n## /);
	return parts.find((part) => part.startsWith(`${heading}\n`)) ?? '';
}
