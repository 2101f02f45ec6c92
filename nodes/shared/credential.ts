/** The one credential type that both nodes use. */
export const CREDENTIAL_TYPE = 'hubspotEnrollmentOAuth2Api';

/** HubSpot answers for accounts of all regions under this host, EU accounts included. */
export const DEFAULT_BASE_URL = 'https://api.hubapi.com';
