import type { FastifyInstance } from 'fastify';

import type { Rep } from '../account/types';
import { notFound } from '../errors';
import type { Hub } from '../hub';
import { page } from './read';

/** The dated version takes one scope only (hubspot-api.md 7). */
const OWNERS = {
	'/crm/v3/owners': { anyScope: ['crm.objects.owners.read', 'automation'] },
	'/crm/owners/2026-09': { scopes: ['crm.objects.owners.read'] },
};
const USERS = { anyScope: ['settings.users.read', 'crm.objects.users.read'] };
const MADE = '2025-02-03T09:00:00.000Z';

/** An owner; an archived one has no `userId` any more (hubspot-api.md 7). */
function owner(rep: Rep) {
	return {
		id: rep.ownerId,
		email: rep.email,
		type: 'PERSON',
		firstName: rep.firstName,
		lastName: rep.lastName,
		userId: rep.archived ? null : Number(rep.userId),
		userIdIncludingInactive: Number(rep.userId),
		createdAt: MADE,
		updatedAt: MADE,
		archived: rep.archived,
	};
}

function user(rep: Rep, hub: Hub) {
	return {
		id: rep.userId,
		email: rep.email,
		firstName: rep.firstName,
		lastName: rep.lastName,
		roleIds: [],
		superAdmin: rep.userId === hub.account.tokenUserId,
	};
}

interface OwnerQuery {
	email?: string;
	archived?: string;
	idProperty?: string;
	limit?: string;
	after?: string;
}

export function ownerRoutes(app: FastifyInstance, hub: Hub): void {
	const same = (rep: Rep, email: string) => rep.email.toLowerCase() === email.toLowerCase();

	for (const [base, config] of Object.entries(OWNERS)) {
		app.get<{ Querystring: OwnerQuery }>(base, { config }, async ({ query }) => {
			const archived = query.archived === 'true';
			const reps = hub.account.reps
				.filter((rep) => rep.archived === archived)
				.filter((rep) => query.email === undefined || same(rep, query.email));
			return page(reps.map(owner), query, { standard: 100, max: 500 });
		});
		app.get<{ Params: { id: string }; Querystring: OwnerQuery }>(
			`${base}/:id`,
			{ config },
			async ({ params, query }) => {
				const rep =
					query.idProperty === 'userId'
						? hub.account.repByUser(params.id)
						: hub.account.repByOwner(params.id);
				if (!rep || rep.archived !== (query.archived === 'true')) throw notFound();
				return owner(rep);
			},
		);
	}

	for (const base of ['/settings/v3/users', '/settings/users/2026-03']) {
		app.get<{ Querystring: OwnerQuery }>(base, { config: USERS }, async ({ query }) => {
			const present = hub.account.reps.filter(({ archived }) => !archived);
			return page(
				present.map((rep) => user(rep, hub)),
				query,
				{ standard: 100, max: 100 },
			);
		});
		app.get<{ Params: { id: string }; Querystring: OwnerQuery }>(
			`${base}/:id`,
			{ config: USERS },
			async ({ params, query }) => {
				const byEmail = query.idProperty?.toUpperCase() === 'EMAIL';
				const rep = hub.account.reps.find(
					(one) => !one.archived && (byEmail ? same(one, params.id) : one.userId === params.id),
				);
				if (!rep) throw notFound();
				return user(rep, hub);
			},
		);
	}
}
