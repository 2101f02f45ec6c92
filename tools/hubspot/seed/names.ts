/** A seeded generator (mulberry32): the same numbers in every run, from 0 up to 1. */
export function generator(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

const FIRST = `Amara Anton Beatriz Björn Camille Carlos Daniela Deniz Elena Emil Fatima Felix Grace
Gustav Hanna Hugo Ines Ivan Jana Jonas Karim Kirsten Laura Leo Lucía Magnus Maria Mateo Nadia Nils
Olga Oskar Paula Pedro Renata Rune Sara Søren Tessa Tomasz Ulla Viktor Wanda Yusuf Zoë`.split(
	/\s+/,
);

const LAST =
	`Almeida Andersen Bakker Berg Borisova Castillo Christensen Dubois Eriksson Fischer Garcia
Gruber Hansen Hoffmann Ivanova Jensen Kaya Keller Kowalska Larsen Lefèvre Lindqvist Martinez Meyer
Moreau Müller Nielsen Novák Okafor Olsen Pereira Petrov Quist Rossi Santos Schneider Silva Sørensen
Thomsen Ueda Vargas Virtanen Weber Winter Yılmaz Zimmermann`.split(/\s+/);

const COMPANIES =
	`Alderwood Logistics|Baltic Freight|Bluebird Analytics|Brightwater Energy|Cedar & Sons
Cobalt Robotics|Copperfield Foods|Delta Marine|Eastgate Textiles|Ember Security|Fernhill Pharma
Glacier Cloud|Granite Insurance|Harbor Labs|Hillside Dental|Ironbridge Steel|Juniper Media
Kestrel Aviation|Lakeview Hotels|Lumen Optics|Maple Software|Meridian Travel|Northwind Traders
Oakline Furniture|Orchard Retail|Pinecrest Homes|Quartz Mining|Redwood Legal|Riverstone Bank
Saltmarsh Brewing|Silverline Rail|Summit Sports|Tidewater Shipping|Umbra Design|Vantage Health
Westbrook Publishing|Willow Care|Yellowfin Seafood|Zephyr Wind`.split(/[|\n]/);

export interface Person {
	firstName: string;
	lastName: string;
	company: string;
	/** Lower case, ASCII, unique over all people. */
	email: string;
}

function plain(text: string): string {
	return text
		.replace(/ø/gi, 'o')
		.replace(/ı/g, 'i')
		.normalize('NFD')
		.replace(/[^A-Za-z ]/g, '')
		.trim()
		.replace(/\s+/g, '-')
		.toLowerCase();
}

/** The person of this number; numbers up to 2,000 all differ. */
export function person(index: number): Person {
	const firstName = FIRST[index % FIRST.length];
	const lastName = LAST[(index * 7 + Math.floor(index / FIRST.length)) % LAST.length];
	const company = COMPANIES[(index * 5 + 3) % COMPANIES.length];
	const local = `${plain(firstName)}.${plain(lastName)}`;
	return { firstName, lastName, company, email: `${local}@${plain(company)}.example` };
}
