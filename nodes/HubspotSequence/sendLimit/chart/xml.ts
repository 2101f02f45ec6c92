type Attributes = Record<string, string | number | undefined>;

/** Characters that XML 1.0 does not allow, escaped or not (https://www.w3.org/TR/xml/#charsets). */
const NOT_IN_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
};

export const escapeXml = (text: string): string =>
	text.replace(NOT_IN_XML, '�').replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);

/**
 * An element; numbers are rounded to hundredths, attributes that are undefined are left out.
 * @param content markup; text must have gone through `escapeXml`
 */
export function tag(name: string, attributes: Attributes, content = ''): string {
	const written = Object.entries(attributes).flatMap(([key, value]) =>
		value === undefined ? [] : [` ${key}="${escapeXml(String(rounded(value)))}"`],
	);
	const open = `<${name}${written.join('')}`;
	return content === '' ? `${open}/>` : `${open}>${content}</${name}>`;
}

const rounded = (value: string | number) =>
	typeof value === 'number' ? Math.round(value * 100) / 100 : value;
