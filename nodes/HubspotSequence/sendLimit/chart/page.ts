import { escapeXml } from './xml';

/**
 * A page that is nothing but the picture, as n8n's editor can show it: of a page it keeps styles and
 * plain text, and drops SVG elements and pictures with a `data:` address (its RunDataHtml, n8n 2.20
 * and 2.40).
 *
 * @param words what the picture shows, for those who do not see it
 */
export function chartPage(svg: string, words: string): string {
	const rules = [
		// Without it, the page would be white in a dark editor.
		':root{color-scheme:light dark}',
		'html,body{height:100%;margin:0}',
		`body{background:url("data:image/svg+xml,${encodeURIComponent(svg)}") no-repeat top/contain}`,
		'p{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%)}',
	];
	return `<style>${rules.join('')}</style>\n<p>${escapeXml(words)}</p>\n`;
}
