/** Examines a client whose page does not work as its developer expects. Importing it has no effect. */
export { doctor, type Finding, type Patient } from "./doctor/doctor";
