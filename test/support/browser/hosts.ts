/** What all engines share: the names of hosts, and how long to wait. */

/** Web Locks exist on https and on loopback addresses only; these names lead here, and are neither. */
export const HOSTS = ["plain.test", "other.test"];

/** How long a tab may take to answer, or to become what is waited for, in milliseconds. */
export const PATIENCE_MS = 15_000;
