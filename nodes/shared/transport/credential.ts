/** The one credential type that both nodes use. */
export const CREDENTIAL_TYPE = 'hubspotEnrollmentOAuth2Api';
