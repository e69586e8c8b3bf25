/** The name under which the child's IIN is kept while the person signs in again. */
export const linkTyping = "profile-link";
